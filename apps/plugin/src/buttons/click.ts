import type { ClickEvent } from '@clawmost/mm-hmac-buttons';
import type { Post } from '@clawmost/mm-rest';
import { type ControlMeaning, readMeaning } from '../answers/controls/meaning.ts';
import type { PersonAction } from '../turns/judge-action.ts';

/** The kind of the ledger's rows of clicks. */
export const clickKind = 'click';

/** A click, as the ledger keeps it until it is answered. */
export interface Click {
  /** The id of its row, without the kind. Two clicks that count as one have the same. */
  readonly id: string;
  readonly postId: string;
  readonly channelId: string;
  /** The root of the thread of the post; absent at channel level. */
  readonly rootId: string | undefined;
  readonly userId: string;
  readonly userName: string;
  /** What the person read on the button, or on the option of the menu. */
  readonly label: string;
  readonly meaning: ControlMeaning | WrittenAnswer;
  /** Whether the buttons go when it is accepted. */
  readonly isLast: boolean;
  /** In milliseconds since 1970. */
  readonly at: number;
}

/** What a person wrote into a form that a button has opened. */
export interface WrittenAnswer {
  readonly do: 'write';
  readonly text: string;
}

/** Reads an event of the receiver, with the post as it is now. */
export function readClick(event: ClickEvent, post: Pick<Post, 'id' | 'root_id' | 'update_at'>, at: number): Click {
  const { ticket, channelId, userId, userName } = event;
  return {
    ...{ id: idOf(event, post), channelId, userId, userName, at },
    postId: post.id,
    rootId: post.root_id || undefined,
    label: event.optionText ?? event.label,
    meaning: ticket ? readMeaning(event.value) : { do: 'say', value: event.value },
    isLast: ticket === undefined || ticket.uses === 'once',
  };
}

/**
 * Names a click. The ledger has each name once, so all clicks on a choice that counts once have the same name. A signed button
 * of a script has no choice: its name contains the time of the post's last change, which changes when the buttons go.
 */
function idOf({ id, ticket, userId }: ClickEvent, post: Pick<Post, 'id' | 'update_at'>): string {
  if (!ticket) return `${post.id}-${post.update_at}`;
  if (ticket.uses === 'any') return id;
  return ticket.uses === 'once' ? ticket.choiceId : `${ticket.choiceId}-${userId}`;
}

/** What a click does in the conversation: the agent reads the choice, or OpenClaw runs the command behind the button. */
export function actionOf(click: Click): PersonAction {
  const { userId, channelId, rootId, at } = click;
  const id = `${clickKind}:${click.id}`;
  return {
    ...{ id, messageId: id, event: 'button', userId, channelId, threadId: rootId, at },
    ...commandOrText(click),
  };
}

/** A decision is judged like the command that does the same. */
function commandOrText(click: Click): Pick<PersonAction, 'text' | 'isCommand'> {
  const { meaning } = click;
  if (meaning.do === 'command') return { text: meaning.command, isCommand: true };
  if (meaning.do === 'decide') return { text: `/approve ${meaning.approvalId} ${meaning.decision}`, isCommand: true };
  return { text: textOf(click), isCommand: false };
}

/** What the agent reads: the line that OpenClaw's documentation shows, and the value where it says more than the label. */
function textOf({ userName, label, meaning }: Click): string {
  if (meaning.do === 'write') return meaning.text;
  const line = `[Button click: user @${userName} selected "${label}"]`;
  return meaning.do === 'say' && meaning.value !== label ? `${line}\n${meaning.value}` : line;
}
