import { ticketPrefix } from '../building/action-ids.ts';
import { type Attachment, attach } from '../building/attachments.ts';
import { requireUsable } from '../building/callback-url.ts';
import type { ControlRows } from '../building/control-input.ts';
import { type Control, readControls } from '../building/controls.ts';
import { checkPropsSize, oldServersMaxProps } from '../building/props-size.ts';
import { ControlError } from '../errors.ts';
import { randomId } from './random-id.ts';
import type { TicketStore } from './store.ts';
import type { Ticket } from './ticket.ts';

/** What makes up one message with buttons or menus. */
export interface ChoiceContent {
  /** Where this process receives clicks, as Mattermost reaches it. */
  callbackUrl: string;
  /** The buttons and menus, in rows or not. */
  controls: ControlRows;
  /** The text above them; Markdown. @default '' */
  text?: string | undefined;
  /** How long they can be clicked, in milliseconds. @default 86_400_000 (a day) */
  expiresInMs?: number | undefined;
  /** How many characters of `props` the server allows. @default 8_000, as on servers as old as 5.37 */
  maxPropsLength?: number | undefined;
  /** Milliseconds since 1970; replaced in tests. @default Date.now */
  now?: (() => number) | undefined;
}

/** What `issueChoice` takes. */
export interface ChoiceOptions extends ChoiceContent {
  /** The account whose receiver will accept the clicks. */
  accountId: string;
  /** The channel of the post. */
  channelId: string;
  /** The only person who may choose. @default everybody in the channel */
  userId?: string | undefined;
}

/** Buttons and menus that are ready to be posted. */
export interface Choice {
  /** Names the choice in the store: `bind` it to the post once that has an id, `remove` it if the post failed. */
  readonly id: string;
  /** For `props.attachments` of the post. */
  readonly attachments: readonly Attachment[];
}

/**
 * Makes buttons and menus of which one is clicked, once: their facts go into the store, the post carries random ids.
 *
 * @throws ControlError, PropsTooLargeError or CallbackUrlError for what Mattermost would swallow or refuse.
 * @example
 * const choice = await issueChoice(store, {
 *   accountId: 'default',
 *   channelId,
 *   callbackUrl,
 *   controls: [{ label: 'Approve', value: 'yes', style: 'primary' }, { label: 'Deny', value: 'no' }],
 * });
 * const post = await createPost({ channel_id: channelId, message: 'Deploy?', props: { attachments: choice.attachments } });
 * await store.bind(choice.id, post.id);
 */
export async function issueChoice(store: TicketStore, options: ChoiceOptions): Promise<Choice> {
  const { accountId, channelId, userId } = options;
  const choice = build(options, { accountId, channelId, userId, postId: undefined, choiceId: randomId() });
  await store.add(choice.tickets);
  return { id: choice.id, attachments: choice.attachments };
}

/**
 * Replaces the buttons of a choice after a click that was no final answer, such as "next page", and opens it again for
 * the same people on the same post. Put the attachments into the reply's `update`.
 *
 * @param ticket the one of the click.
 * @throws ControlError, PropsTooLargeError or CallbackUrlError for what Mattermost would swallow or refuse.
 */
export async function renewChoice(store: TicketStore, ticket: Ticket, content: ChoiceContent): Promise<Choice> {
  const { tickets, ...choice } = build(content, ticket);
  await store.renew(choice.id, tickets);
  return choice;
}

type Place = Pick<Ticket, 'accountId' | 'channelId' | 'userId' | 'postId' | 'choiceId'>;

function build(content: ChoiceContent, place: Place): Choice & { readonly tickets: Ticket[] } {
  requireUsable(content.callbackUrl);
  const expiresAt = (content.now ?? Date.now)() + checkDuration(content.expiresInMs ?? 86_400_000);
  // A post may carry several choices, and Mattermost takes the first action with an id.
  const controls = readControls(content.controls, ticketPrefix + randomId().slice(0, 8));
  const tickets = controls.map(control => toTicket(control, place, expiresAt));
  const attachments = attach(controls, {
    text: content.text ?? '',
    callbackUrl: content.callbackUrl,
    contextOf: ({ id, index }) => ({ action_id: id, _ticket: tickets[index]?.id }),
  });
  checkPropsSize({ attachments }, content.maxPropsLength ?? oldServersMaxProps);
  return { id: place.choiceId, attachments, tickets };
}

function toTicket(control: Control, place: Place, expiresAt: number): Ticket {
  if (Object.keys(control.context).length > 0) {
    const problem = `"${control.label}" has a \`context\`: a ticket carries none, put what you need into \`value\``;
    throw new ControlError(problem, control.index);
  }
  const { accountId, channelId, userId, postId, choiceId } = place;
  return {
    id: randomId(),
    kind: control.type,
    accountId,
    channelId,
    postId,
    userId,
    choiceId,
    actionId: control.id,
    label: control.label,
    value: control.type === 'button' ? control.value : '',
    options: control.type === 'select' ? control.options : [],
    expiresAt,
  };
}

/** @throws TypeError for what is no duration. */
export function checkDuration(ms: number): number {
  if (Number.isFinite(ms) && ms > 0) return ms;
  throw new TypeError('expiresInMs must be milliseconds above 0');
}
