import type { InteractionEvent } from './events.ts';
import type { ResolvedOptions } from './options.ts';
import { type Refusal, refusalResponse } from './refusals.ts';
import type { InteractionResponse } from './request.ts';

/** An accepted click or submission. */
export interface AcceptedInteraction {
  /** Always `true` here; a {@link RefusedInteraction} has `false`. */
  readonly accepted: true;
  /** The answer to send. */
  readonly response: InteractionResponse;
  /** The event that your handler received. */
  readonly event: InteractionEvent;
}

/** A refused request, or one whose handler failed. */
export interface RefusedInteraction {
  /** Always `false` here; an {@link AcceptedInteraction} has `true`. */
  readonly accepted: false;
  /** The answer to send. */
  readonly response: InteractionResponse;
  /** The reason. */
  readonly refusal: Refusal;
}

/** The result of one request to the receiver. */
export type InteractionOutcome = AcceptedInteraction | RefusedInteraction;

/** Logs a refusal and makes its outcome. */
export function refused(
  refusal: Refusal,
  form: 'click' | 'dialog',
  { texts, logger }: ResolvedOptions,
  text?: string,
): RefusedInteraction {
  logger.warn(refusal.message);
  return { accepted: false, response: refusalResponse(refusal.code, form, texts, text), refusal };
}
