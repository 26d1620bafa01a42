import { isJsonObject, type JsonObject } from '../signing/json.ts';
import { isTicketId, randomId } from '../tickets/random-id.ts';
import type { Claim, Ticket } from '../tickets/ticket.ts';
import type { ClickEvent, SubmitEvent } from './events.ts';
import type { ResolvedOptions } from './options.ts';
import type { ClickPayload, DialogPayload } from './payload.ts';
import { type Refusal, refuse } from './refusals.ts';

/** An event with a valid ticket, and the claim that reserves its choice. */
export interface Ticketed<Event> {
  readonly event: Event;
  readonly claim: Claim;
}

/** Validates a click whose context contains a ticket. It does not claim the choice. */
export async function validateTicketedClick(
  payload: ClickPayload,
  options: ResolvedOptions,
): Promise<Ticketed<ClickEvent> | Refusal> {
  const { _ticket: ticketId, action_id: actionId, ...added } = payload.context;
  // Mattermost adds these two to the fields that we wrote.
  const { selected_option: selectedOption, inline_params: inlineParams, ...unknown } = added;
  if (!isTicketId(ticketId) || Object.keys(unknown).length > 0) return refuse('invalid-ticket');
  if (actionId === undefined) return refuse('missing-action-id');
  const ticket = await options.store?.find(ticketId);
  if (ticket === undefined) return refuse('unknown-ticket');
  const refusal = checkPlace(ticket, payload, options) ?? checkAction(ticket, payload, actionId);
  if (refusal !== undefined) return refusal;
  if (ticket.kind !== 'select' && selectedOption !== undefined) return refuse('invalid-ticket');
  // The post has numbers in place of the values.
  const option = ticket.options.find((_, index) => String(index + 1) === selectedOption);
  if (ticket.kind === 'select' && option === undefined) return refuse('unknown-option');
  const event = {
    ...placeOf(payload, options),
    type: ticket.kind === 'select' ? ('select' as const) : ('button' as const),
    actionId: ticket.actionId,
    label: ticket.label,
    value: option?.value ?? ticket.value,
    optionText: option?.text,
    ticket,
    context: undefined,
    inlineParams: isJsonObject(inlineParams) ? inlineParams : undefined,
  };
  return { event, claim: makeClaim(ticket, event.id, payload.userId, payload.postId, options.now()) };
}

/** Validates a submission, whose `state` is its ticket. It does not claim the choice. */
export async function validateDialog(
  payload: DialogPayload,
  options: ResolvedOptions,
): Promise<Ticketed<SubmitEvent> | Refusal> {
  if (!isTicketId(payload.state)) return refuse('invalid-ticket');
  const ticket = await options.store?.find(payload.state);
  if (ticket === undefined) return refuse('unknown-ticket');
  if (ticket.kind !== 'dialog' || ticket.actionId !== payload.callbackId) return refuse('unknown-action');
  const refusal = checkPlace(ticket, payload, options);
  if (refusal !== undefined) return refusal;
  const { userId, teamId, callbackId, submission, cancelled } = payload;
  const { channelId } = ticket;
  const { accountId, now } = options;
  const id = randomId();
  const event = {
    type: 'dialog' as const,
    id,
    accountId,
    callbackId,
    value: ticket.value,
    userId,
    channelId,
    teamId,
    submission,
    cancelled,
    ticket,
  };
  return { event, claim: makeClaim(ticket, id, userId, '', now()) };
}

/** The fields of an event that say who clicked and where. */
export function placeOf(
  payload: ClickPayload,
  options: ResolvedOptions,
): Omit<ClickEvent, 'type' | 'actionId' | 'label' | 'value' | 'optionText' | 'ticket' | 'context' | 'inlineParams'> {
  const { userId, userName, channelId, channelName, teamId, teamDomain, postId, triggerId } = payload;
  const { accountId } = options;
  return { id: randomId(), accountId, userId, userName, channelId, channelName, teamId, teamDomain, postId, triggerId };
}

function checkPlace(
  ticket: Ticket,
  payload: ClickPayload | DialogPayload,
  options: ResolvedOptions,
): Refusal | undefined {
  if (ticket.accountId !== options.accountId) return refuse('account-mismatch');
  // From the threads view, mobile apps submit a dialog without its channel.
  const hasNoChannel = payload.form === 'dialog' && payload.channelId === '';
  if (!hasNoChannel && ticket.channelId !== payload.channelId) return refuse('channel-mismatch');
  if (payload.form === 'click' && ticket.postId !== undefined && ticket.postId !== payload.postId) {
    return refuse('post-mismatch');
  }
  if (ticket.userId !== undefined && ticket.userId !== payload.userId)
    return refuse('not-allowed', 'the ticket is bound to another person');
  return ticket.expiresAt <= options.now() ? refuse('expired') : undefined;
}

function checkAction(ticket: Ticket, payload: ClickPayload, actionId: JsonObject[string]): Refusal | undefined {
  // Menus in Mattermost Blocks come with the type `button`; then the chosen option shows that it is a menu.
  const isBlockMenu = payload.type === 'button' && ticket.kind === 'select' && 'selected_option' in payload.context;
  const isSameKind = isBlockMenu || ticket.kind === (payload.type === '' ? 'button' : payload.type);
  return actionId === ticket.actionId && isSameKind ? undefined : refuse('unknown-action');
}

function makeClaim(ticket: Ticket, id: string, userId: string, postId: string, at: number): Claim {
  return { id, ticket, userId, postId, at };
}
