import { channelField } from '../building/button-attachments.ts';
import { isTicketActionId } from '../signing/signable.ts';
import { verifySignature } from '../signing/verify.ts';
import type { ClickEvent } from './events.ts';
import type { HandlerContext, ResolvedOptions } from './options.ts';
import type { ClickPayload } from './payload.ts';
import { findAction } from './posts.ts';
import { type Refusal, refuse } from './refusals.ts';
import { placeOf } from './validate-ticket.ts';

/** Validates a click whose context is signed, as documented for scripts. */
export async function validateSignedClick(
  payload: ClickPayload,
  options: ResolvedOptions,
  { signal }: HandlerContext,
): Promise<{ readonly event: ClickEvent } | Refusal> {
  const { context, postId, channelId } = payload;
  if (context['_token'] === undefined) return refuse('missing-token');
  if (options.secrets.length === 0 || options.findPost === undefined) return refuse('tokens-off');
  const isSelect = payload.type === 'select';
  const verdict = verifySignature(context, options.secrets, isSelect);
  if (!verdict.ok) return refuse(verdict.why === 'missing-token' ? 'missing-token' : 'invalid-token');
  const { action_id: actionId, [channelField]: signedChannel } = verdict.context;
  if (typeof actionId !== 'string' || actionId === '') return refuse('missing-action-id');
  if (signedChannel !== undefined && signedChannel !== channelId) return refuse('channel-mismatch');
  // This also holds when the store has deleted the ticket.
  if (isTicketActionId(actionId)) return refuse('unknown-action', 'it belongs to a ticket');
  const post = await options.findPost(postId, { signal });
  if (post === undefined || post.channel_id !== channelId) return refuse('post-mismatch');
  const action = findAction(post, actionId);
  if (action === undefined || (action.type === 'select') !== isSelect) return refuse('unknown-action');
  const option = action.options.find(({ value }) => value === verdict.selectedOption);
  if (isSelect && option === undefined) return refuse('unknown-option');
  const { value } = verdict.context;
  const ownValue = typeof value === 'string' || typeof value === 'number' ? String(value) : actionId;
  return {
    event: {
      ...placeOf(payload, options),
      type: isSelect ? 'select' : 'button',
      actionId,
      label: action.name,
      value: isSelect ? (option?.value ?? '') : ownValue,
      optionText: isSelect ? option?.text : undefined,
      ticket: undefined,
      context: verdict.context,
    },
  };
}
