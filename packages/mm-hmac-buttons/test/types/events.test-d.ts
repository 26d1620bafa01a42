import { describe, expectTypeOf, it } from 'vitest';
import type {
  AcceptedInteraction,
  ClickEvent,
  InteractionEvent,
  InteractionReceiver,
  InteractivePost,
  ReceiverOptions,
  RefusalCode,
  RefusedInteraction,
  SubmitEvent,
  signContext,
  TicketStore,
  TokenVerdict,
} from '../../src/index.ts';
import { createInteractionReceiver } from '../../src/index.ts';

describe('types', () => {
  it('The type of an event separates clicks from dialogs', () => {
    expectTypeOf<Extract<InteractionEvent, { type: 'button' | 'select' }>>().toEqualTypeOf<ClickEvent>();
    expectTypeOf<Extract<InteractionEvent, { type: 'dialog' }>>().toEqualTypeOf<SubmitEvent>();
  });

  it('The outcome separates accepted from refused interactions', () => {
    expectTypeOf<Awaited<ReturnType<InteractionReceiver>>>().toEqualTypeOf<AcceptedInteraction | RefusedInteraction>();
    expectTypeOf<RefusedInteraction['refusal']['code']>().toEqualTypeOf<RefusalCode>();
    expectTypeOf<Extract<TokenVerdict, { ok: true }>>().toHaveProperty('context');
    expectTypeOf<Extract<TokenVerdict, { ok: false }>>().not.toHaveProperty('context');
  });

  it('A signed context keeps the type of its fields', () => {
    expectTypeOf<ReturnType<typeof signContext<{ action_id: 'a' }>>>().toExtend<{ action_id: 'a'; _token: string }>();
  });

  it('A handler can return nothing, and stores return promises', () => {
    expectTypeOf<(event: ClickEvent) => Promise<undefined>>().toExtend<ReceiverOptions['onClick']>();
    expectTypeOf<ReturnType<TicketStore['claim']>>().toEqualTypeOf<Promise<boolean>>();
  });
});

describe('updates', () => {
  const store = {} as TicketStore;
  const post: InteractivePost = { channel_id: 'c1', message: '' };

  it('A receiver without findPost demands complete updates, and one with it does not', () => {
    const base = { accountId: 'default', store };
    createInteractionReceiver({ ...base, onClick: async () => ({ update: { message: 'x', file_ids: [] } }) });
    createInteractionReceiver({
      ...base,
      findPost: async () => post,
      onClick: async () => ({ update: { message: 'x' } }),
    });
    // @ts-expect-error Mattermost would remove the files of the post.
    createInteractionReceiver({ ...base, onClick: async () => ({ update: { message: 'x' } }) });
    // @ts-expect-error Mattermost would blank the post.
    createInteractionReceiver({ ...base, onClick: async () => ({ update: { props: {} } }) });
  });

  it('A handler can reply with a text or nothing, with and without findPost', () => {
    createInteractionReceiver({ accountId: 'default', store, onClick: async () => ({ ephemeralText: 'x' }) });
    createInteractionReceiver({ accountId: 'default', store, onClick: async ({ ticket }) => void ticket });
  });
});
