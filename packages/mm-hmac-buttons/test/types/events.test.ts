import { describe, expectTypeOf, it } from 'vitest';
import type {
  AcceptedCall,
  ClickEvent,
  InteractionEvent,
  InteractionReceiver,
  ReceiverOptions,
  RefusalCode,
  RefusedCall,
  SubmitEvent,
  signContext,
  TicketStore,
  TokenVerdict,
} from '../../src/index.ts';

describe('types', () => {
  it('tell clicks from dialogs by their type', () => {
    expectTypeOf<Extract<InteractionEvent, { type: 'button' | 'select' }>>().toEqualTypeOf<ClickEvent>();
    expectTypeOf<Extract<InteractionEvent, { type: 'dialog' }>>().toEqualTypeOf<SubmitEvent>();
  });

  it('tell what was accepted from what was not', () => {
    expectTypeOf<Awaited<ReturnType<InteractionReceiver>>>().toEqualTypeOf<AcceptedCall | RefusedCall>();
    expectTypeOf<RefusedCall['refusal']['code']>().toEqualTypeOf<RefusalCode>();
    expectTypeOf<Extract<TokenVerdict, { ok: true }>>().toHaveProperty('context');
    expectTypeOf<Extract<TokenVerdict, { ok: false }>>().not.toHaveProperty('context');
  });

  it('keep what was signed', () => {
    expectTypeOf<ReturnType<typeof signContext<{ action_id: 'a' }>>>().toExtend<{ action_id: 'a'; _token: string }>();
  });

  it('take a handler that returns nothing, and stores that are promises', () => {
    expectTypeOf<(event: ClickEvent) => Promise<undefined>>().toExtend<ReceiverOptions['onClick']>();
    expectTypeOf<ReturnType<TicketStore['claim']>>().toEqualTypeOf<Promise<boolean>>();
  });
});
