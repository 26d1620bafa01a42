import { describe, expectTypeOf, it } from 'vitest';
import type {
  AcceptedInteraction,
  ClickEvent,
  InteractionEvent,
  InteractionReceiver,
  ReceiverOptions,
  RefusalCode,
  RefusedInteraction,
  SubmitEvent,
  signContext,
  TicketStore,
  TokenVerdict,
} from '../../src/index.ts';

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
