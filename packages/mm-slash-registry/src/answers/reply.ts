import { ReplyError } from '../errors.ts';
import { type CommandResponse, jsonResponse } from '../receiving/request.ts';
import { splitText } from './split.ts';

/** An answer to a command. */
export interface CommandReply {
  /** The text, in Markdown. A long one is split. */
  readonly text?: string | undefined;
  /**
   * `caller`: only the person who ran the command sees it, and it is not kept. `channel`: it becomes a post of that person,
   * which the bot cannot change. @default 'caller'
   */
  readonly show?: 'caller' | 'channel' | undefined;
  /**
   * Attachments, as posts have them. With buttons or menus only for the caller: with `channel`, the server also gives the
   * caller's app their addresses and contexts.
   */
  readonly attachments?: readonly object[] | undefined;
  /** An address that the app of the person opens. */
  readonly gotoLocation?: string | undefined;
}

/** How long one text may be on every server, in characters: with a longer one, the server fails to answer the person. */
export const maxPartLength = 16_383;

/** The server reads only so much of an answer, and then cannot parse it. */
const maxReplyBytes = 1_048_576;

/** One answer in the server's form. */
type AnswerBody = Readonly<Record<string, unknown>>;

/**
 * The answers in the server's form, in order. Every one has `skip_slack_parsing`, or the server would rewrite texts such as
 * `<a|b>`.
 *
 * @throws ReplyError for a reply that Mattermost could not show, or that would show the caller what is secret
 */
export function answerBodies(reply: CommandReply | undefined): AnswerBody[] {
  if (reply === undefined) return [];
  if (typeof reply !== 'object' || reply === null)
    throw new ReplyError('the handler must return an object or undefined');
  const { text = '', show = 'caller', attachments = [], gotoLocation } = reply;
  if (typeof text !== 'string') throw new ReplyError('text: it must be a text');
  if (show !== 'caller' && show !== 'channel') throw new ReplyError('show: it must be caller or channel');
  if (!Array.isArray(attachments)) throw new ReplyError('attachments: they must be a list');
  if (show === 'channel' && text.trim() === '')
    throw new ReplyError('text: without one, the server makes an empty post');
  if (show === 'channel' && attachments.some(hasActions)) {
    throw new ReplyError(
      'attachments: buttons in an answer for the channel show the caller their address and context; post as the bot',
    );
  }
  const common = { response_type: show === 'channel' ? 'in_channel' : 'ephemeral', skip_slack_parsing: true };
  const texts = text.trim() === '' ? [] : splitText(text.toWellFormed(), maxPartLength);
  if (texts.length === 0 && attachments.length === 0 && gotoLocation === undefined) return [];
  const parts: AnswerBody[] = (texts.length === 0 ? [''] : texts).map(part => ({ ...common, text: part }));
  const [first = {}, ...others] = parts;
  const bodies = [{ ...first, ...(gotoLocation !== undefined && { goto_location: gotoLocation }) }, ...others];
  if (attachments.length === 0) return bodies;
  return [...bodies.slice(0, -1), { ...bodies.at(-1), attachments }];
}

/** The answer to a call. An empty one shows nothing. @throws ReplyError as {@link answerBodies} does */
export function replyResponse(reply: CommandReply | undefined): CommandResponse {
  const [first, ...others] = answerBodies(reply);
  const response = jsonResponse(200, { ...first, ...(others.length > 0 && { extra_responses: others }) });
  const bytes = Buffer.byteLength(response.body);
  if (bytes <= maxReplyBytes) return response;
  throw new ReplyError(`the reply has ${bytes} bytes, and Mattermost reads only ${maxReplyBytes}: post it over REST`);
}

function hasActions(attachment: unknown): boolean {
  const actions = (attachment as { readonly actions?: unknown } | null)?.actions;
  return Array.isArray(actions) && actions.length > 0;
}
