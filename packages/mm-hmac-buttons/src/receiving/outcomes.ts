import type { InteractionEvent } from './events.ts';
import type { ResolvedOptions } from './options.ts';
import type { ClickPayload, DialogPayload } from './payload.ts';
import { type Refusal, type RefusalCode, refusalResponse } from './refusals.ts';
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
  /** The sender, the person and the place, for your log. */
  readonly details: RefusalDetails;
}

/** The result of one request to the receiver. */
export type InteractionOutcome = AcceptedInteraction | RefusedInteraction;

/**
 * Where a refused request came from. The ids are those of the request, which may be forged, cut to 64 characters. They are
 * missing when the receiver refused the request before it read the body.
 */
export interface RefusalDetails {
  /** The reason, for a `switch`. */
  readonly code: RefusalCode;
  /** The account of the receiver. */
  readonly accountId: string;
  /** The address of the sender; missing when it is unknown. */
  readonly address?: string;
  /** The person. */
  readonly userId?: string;
  /** The channel. */
  readonly channelId?: string;
  /** The post; missing for a dialog. */
  readonly postId?: string;
}

/** What the receiver knows about a request when it refuses it. */
export interface RequestOrigin {
  readonly address: string | undefined;
  readonly payload?: ClickPayload | DialogPayload;
}

/** Logs a refusal and makes its outcome. */
export function refused(
  refusal: Refusal,
  { accountId, texts, logger }: ResolvedOptions,
  { address, payload }: RequestOrigin,
  text?: string,
): RefusedInteraction {
  const { code, message } = refusal;
  const details = { code, accountId, ...(address !== undefined && { address: cut(address) }), ...idsOf(payload) };
  logger.warn(message, details);
  return { accepted: false, response: refusalResponse(code, payload?.form, texts, text), refusal, details };
}

function idsOf(payload: ClickPayload | DialogPayload | undefined): Partial<RefusalDetails> {
  if (payload === undefined) return {};
  const { userId, channelId } = payload;
  return {
    userId: cut(userId),
    channelId: cut(channelId),
    ...(payload.form === 'click' && { postId: cut(payload.postId) }),
  };
}

function cut(text: string): string {
  return text.slice(0, 64);
}
