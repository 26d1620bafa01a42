import type { InteractionEvent } from './events.ts';
import type { ResolvedOptions } from './options.ts';
import { type Refusal, refusalResponse } from './refusals.ts';
import type { InteractionResponse } from './request.ts';

/** A call that was accepted. */
export interface AcceptedCall {
  /** Tells it from a {@link RefusedCall}. */
  readonly accepted: true;
  /** What to answer. */
  readonly response: InteractionResponse;
  /** What happened. */
  readonly event: InteractionEvent;
}

/** A call that was turned away, or whose handler failed. */
export interface RefusedCall {
  /** Tells it from an {@link AcceptedCall}. */
  readonly accepted: false;
  /** What to answer. */
  readonly response: InteractionResponse;
  /** Why. */
  readonly refusal: Refusal;
}

/** The outcome of a refusal, which is logged on the way. */
export function refused(
  refusal: Refusal,
  form: 'click' | 'dialog',
  { texts, logger }: ResolvedOptions,
  text?: string,
): RefusedCall {
  logger.warn(refusal.message);
  return { accepted: false, response: refusalResponse(refusal.code, form, texts, text), refusal };
}
