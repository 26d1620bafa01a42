import { requireUsableCallbackUrl } from '../../../../common/callbacks/callback-url.ts';
import { type TestSeams, unexpected } from '../../../../common/callbacks/options.ts';
import type { Attachment } from '../building/action.ts';
import { buildAttachments } from '../building/attachments.ts';
import type { ControlRows } from '../building/control-input.ts';
import { type Control, readControls } from '../building/controls.ts';
import { checkPropsSize, oldServersMaxProps } from '../building/props-size.ts';
import { CallbackUrlError, ChoiceClosedError, ControlError } from '../errors.ts';
import { ticketActionPrefix } from '../signing/signable.ts';
import { randomId } from './random-id.ts';
import type { TicketStore } from './store.ts';
import type { Ticket, Uses } from './ticket.ts';

/** The buttons and menus of one message. */
export interface ChoiceContent {
  /** The address at which Mattermost reaches your receiver. */
  callbackUrl: string;
  /** The buttons and menus, in rows or in one list. */
  controls: ControlRows;
  /** The text above them; Markdown. @default '' */
  text?: string | undefined;
  /** How long people can click them, in milliseconds. @default 86_400_000 (a day) */
  expiresInMs?: number | undefined;
  /** How many characters of `props` the server allows. @default 8_000, the limit of servers as old as 5.37 */
  maxPropsLength?: number | undefined;
  /** Replaces the clock in tests. */
  testing?: TestSeams | undefined;
}

/** Options of {@link issueChoice}. */
export interface ChoiceOptions extends ChoiceContent {
  /** The account whose receiver will accept the clicks. */
  accountId: string;
  /** The channel of the post. */
  channelId: string;
  /** The only person who may choose. @default all people in the channel */
  userId?: string | undefined;
  /** How often the choice counts: `once-per-person` and `any` are for polls. @default 'once' */
  uses?: Uses | undefined;
}

/** What `renewChoice` needs of a click: the event that `onClick` receives. */
export interface TicketedClick {
  /** The event's id, which is also that of its claim. */
  readonly id: string;
  /** The ticket of the click. */
  readonly ticket: Ticket | undefined;
  /** The person who clicked. */
  readonly userId: string;
  /** The clicked post. */
  readonly postId: string;
}

/** Options of {@link renewChoice}. */
export interface RenewOptions extends ChoiceContent {
  /**
   * Whether the click counts, for a choice with `uses: 'once-per-person'` whose buttons show the result.
   * @default false: the click was navigation, and the person can click again
   */
  countClick?: boolean | undefined;
}

/** Buttons and menus to post. */
export interface Choice {
  /** The choice's id in the store: `bind` it to the post's id after posting, or `remove` it if posting failed. */
  readonly id: string;
  /** Goes into `props.attachments` of the post. */
  readonly attachments: readonly Attachment[];
}

/**
 * Makes a group of buttons and menus that counts one click, or one of each person. The store keeps what they mean; the post
 * contains only random ids. Disabled buttons get no ticket, because Mattermost also delivers clicks on those.
 *
 * @throws ControlError, PropsTooLargeError or CallbackUrlError for buttons that Mattermost would drop or refuse.
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
  const { accountId, channelId, userId, uses = 'once' } = options;
  requireId('accountId', accountId);
  requireId('channelId', channelId);
  if (!allUses.includes(uses)) throw unexpected('uses', `one of ${allUses.join(', ')}`, uses);
  const place = { accountId, channelId, userId, uses, postId: undefined, choiceId: randomId() };
  const { tickets, ...choice } = buildChoice(options, place);
  await store.add(tickets);
  return choice;
}

const allUses: readonly Uses[] = ['once', 'once-per-person', 'any'];

/**
 * Makes the next page of a choice, after a click that was not a final answer, and opens the choice again for the same
 * people on the same post. Put the attachments into the reply's `update`.
 *
 * The buttons of the clicked page stay valid beside the new ones: the post shows them until Mattermost has applied the
 * update, and for good when your handler fails, is too late or its reply gets lost.
 *
 * @param click the event that `onClick` received.
 * @throws ChoiceClosedError when the choice was removed, or when another click has made it.
 * @throws ControlError, PropsTooLargeError or CallbackUrlError for buttons that Mattermost would drop or refuse.
 */
export async function renewChoice(store: TicketStore, click: TicketedClick, options: RenewOptions): Promise<Choice> {
  const { ticket, id, userId, postId } = click;
  if (ticket === undefined) throw unexpected('click', 'a click on a button with a ticket', click);
  const { countClick = false } = options;
  if (countClick && ticket.uses === 'once') throw unexpected('countClick', 'false for a choice that counts once', true);
  const { tickets, ...choice } = buildChoice(options, ticket);
  const claim = { id, ticket, userId, postId, at: (options.testing?.now ?? Date.now)() };
  if (await store.renew(claim, tickets, countClick)) return choice;
  throw new ChoiceClosedError('the choice was removed, or another click has made it: its buttons cannot be replaced');
}

type ChoicePlace = Pick<Ticket, 'accountId' | 'channelId' | 'userId' | 'postId' | 'choiceId' | 'uses'>;

function buildChoice(content: ChoiceContent, place: ChoicePlace): Choice & { readonly tickets: Ticket[] } {
  requireUsableCallbackUrl(content.callbackUrl, CallbackUrlError);
  const expiresAt = (content.testing?.now ?? Date.now)() + checkDuration(content.expiresInMs ?? 86_400_000);
  // A post may contain several choices, and Mattermost uses the first action with a given id.
  const prefix = ticketActionPrefix + randomId().slice(0, 8);
  // Ids are in the post twice, and old servers allow little.
  const controls = readControls(content.controls, prefix, prefix.length + 8);
  const tickets = controls.map(control => (control.disabled ? undefined : toTicket(control, place, expiresAt)));
  const attachments = buildAttachments(controls.map(withoutValues), {
    text: content.text ?? '',
    callbackUrl: content.callbackUrl,
    contextOf: ({ id, index }) => ({ action_id: id, _ticket: tickets[index]?.id }),
  });
  checkPropsSize({ attachments }, content.maxPropsLength ?? oldServersMaxProps);
  return { id: place.choiceId, attachments, tickets: tickets.filter(ticket => ticket !== undefined) };
}

/**
 * A menu whose options have numbers from 1 in place of their values: everyone in the channel can read the options of a post,
 * and the ticket keeps the values.
 */
function withoutValues(control: Control): Control {
  if (control.type !== 'select') return control;
  const chosen = control.options.findIndex(({ value }) => value === control.defaultOption);
  return {
    ...control,
    options: control.options.map(({ text }, index) => ({ text, value: String(index + 1) })),
    defaultOption: chosen === -1 ? undefined : String(chosen + 1),
  };
}

function toTicket(control: Control, place: ChoicePlace, expiresAt: number): Ticket {
  if (Object.keys(control.context).length > 0) {
    const problem = `"${control.label}" has a \`context\`, which a ticket cannot keep: use \`value\``;
    throw new ControlError(problem, control.index);
  }
  const { accountId, channelId, userId, postId, choiceId, uses } = place;
  return {
    id: randomId(),
    kind: control.type,
    accountId,
    channelId,
    postId,
    userId,
    choiceId,
    uses,
    page: 0,
    actionId: control.id,
    label: control.label,
    value: control.type === 'button' ? control.value : '',
    options: control.type === 'select' ? control.options : [],
    expiresAt,
  };
}

/** @throws TypeError unless it is a text: a ticket without account or channel would never count. */
export function requireId(name: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') throw unexpected(name, 'an id', value);
}

/** @throws TypeError unless it is a duration. */
export function checkDuration(ms: number): number {
  if (Number.isFinite(ms) && ms > 0) return ms;
  throw unexpected('expiresInMs', 'milliseconds above 0', ms);
}
