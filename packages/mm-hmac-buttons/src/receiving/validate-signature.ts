import { channelField } from '../building/button-attachments.ts';
import { isJsonObject, type JsonObject } from '../signing/json.ts';
import { isTicketActionId } from '../signing/signable.ts';
import { type TokenVerdict, verifySignature } from '../signing/verify.ts';
import type { ClickEvent } from './events.ts';
import type { HandlerContext, ResolvedOptions } from './options.ts';
import type { ClickPayload } from './payload.ts';
import { findAction, type InteractivePost } from './posts.ts';
import { type Refusal, refuse } from './refusals.ts';
import { placeOf } from './validate-ticket.ts';

/** Validates a click whose context is signed, as documented for scripts. */
export async function validateSignedClick(
  payload: ClickPayload,
  options: ResolvedOptions,
  { signal }: HandlerContext,
): Promise<{ readonly event: ClickEvent; readonly post: InteractivePost } | Refusal> {
  const { context, postId, channelId } = payload;
  if (context['_token'] === undefined) return refuse('missing-token');
  if (options.secrets.length === 0 || options.findPost === undefined) return refuse('tokens-off');
  const { verdict, inlineParams } = verifyClick(payload, options.secrets);
  if (!verdict.ok) return refuse(verdict.why === 'missing-token' ? 'missing-token' : 'invalid-token');
  const { action_id: actionId, [channelField]: signedChannel } = verdict.context;
  if (typeof actionId !== 'string' || actionId === '') return refuse('missing-action-id');
  if (signedChannel !== undefined && signedChannel !== channelId) return refuse('channel-mismatch');
  // This also holds when the store has deleted the ticket.
  if (isTicketActionId(actionId)) return refuse('unknown-action', 'it belongs to a ticket');
  const post = await options.findPost(postId, { signal });
  if (post === undefined || post.channel_id !== channelId) return refuse('post-mismatch');
  const action = findAction(post, actionId);
  if (action === undefined || (action.type === 'select') !== (payload.type === 'select'))
    return refuse('unknown-action');
  if (action.isDisabled) return refuse('unknown-action', 'it is disabled');
  const { selectedOption } = verdict;
  if (!action.isMenu && selectedOption !== undefined) return refuse('invalid-token');
  const option = action.options.find(({ value }) => value === selectedOption);
  if (action.isMenu && option === undefined) return refuse('unknown-option');
  const { value } = verdict.context;
  const ownValue = typeof value === 'string' || typeof value === 'number' ? String(value) : actionId;
  const event = {
    ...placeOf(payload, options),
    type: action.isMenu ? ('select' as const) : ('button' as const),
    actionId,
    label: action.name,
    value: option?.value ?? ownValue,
    optionText: option?.text,
    ticket: undefined,
    context: verdict.context,
    inlineParams,
  };
  return { event, post };
}

/**
 * Verifies the signature without the fields that the server adds. Menus in attachments always get `selected_option`; menus
 * in Mattermost Blocks get it with the type `button`, and Markdown buttons of some servers get `inline_params`. Those two
 * are removed only when the signature does not cover them.
 */
function verifyClick(
  { context, type }: ClickPayload,
  secrets: readonly string[],
): { verdict: TokenVerdict; inlineParams: JsonObject | undefined } {
  const verdict = verifySignature(context, secrets, type === 'select');
  const hasMore = 'inline_params' in context || (type !== 'select' && 'selected_option' in context);
  if (verdict.ok || !hasMore) return { verdict, inlineParams: undefined };
  const { inline_params: inlineParams, ...rest } = context;
  return {
    verdict: verifySignature(rest, secrets, true),
    inlineParams: isJsonObject(inlineParams) ? inlineParams : undefined,
  };
}
