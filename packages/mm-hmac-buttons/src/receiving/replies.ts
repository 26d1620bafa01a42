import { ReplyError } from '../errors.ts';
import { isJsonObject } from '../signing/json.ts';
import { actionsOf, type InteractivePost } from './posts.ts';
import { type InteractionResponse, jsonResponse } from './request.ts';
import { isText } from './texts.ts';

// Newer servers read only this much of an answer, and then cannot parse it.
const maxReplyBytes = 1_048_576;
// With a longer message the server refuses the update, and then drops the ephemeral text as well.
const maxMessageLength = 16_383;

/** The reply to a click. */
export interface ClickReply<Update extends PostUpdate = PostUpdate> {
  /** Changes the post. */
  readonly update?: Update | undefined;
  /** A text that only the person who clicked can see. */
  readonly ephemeralText?: string | undefined;
  /** Whether Mattermost shows `ephemeralText` as it is. With `false` it rewrites `<address|text>`. @default true */
  readonly skipSlackParsing?: boolean | undefined;
}

/** A change of the clicked post. Fields that you omit stay as they are, which needs the receiver's `findPost`. */
export interface PostUpdate {
  /** The new text. */
  readonly message?: string | undefined;
  /** The ids of the new files; `[]` removes all files. Add files with a REST patch: newer servers drop them here. */
  readonly file_ids?: readonly string[] | undefined;
  /**
   * The new props, which replace all others; `{}` removes the buttons. The mark that a bot wrote the post, `from_bot`, stays
   * unless you set it. Never pass on the props of a post that you read: Mattermost removes the `integration` of its buttons,
   * and without it they cannot be clicked.
   */
  readonly props?: object | undefined;
}

/** An update that omits neither text nor files, for receivers without `findPost`. */
export interface CompletePostUpdate extends PostUpdate {
  /** The new text. */
  readonly message: string;
  /** The ids of the new files; `[]` removes all files. */
  readonly file_ids: readonly string[];
}

/** The reply to a submission. With an error the dialog stays open, and the person can submit it again. */
export interface SubmitReply {
  /** An error about the whole form. */
  readonly error?: string | undefined;
  /** Errors of single fields, by the fields' names. */
  readonly errors?: Readonly<Record<string, string>> | undefined;
}

/** Whether an update needs the post: Mattermost blanks the fields that an update omits. */
export function needsPost(reply: ClickReply | undefined): boolean {
  const update = reply?.update;
  return isJsonObject(update) && (isMissing(update.message) || isMissing(update.file_ids));
}

/**
 * The answer to a click.
 *
 * @param post `undefined` for a click on a ticket whose post was not looked up. A bot posts its tickets itself.
 * @throws ReplyError for an update that would damage the post, and for an answer that Mattermost could not read.
 */
export function clickResponse(reply: ClickReply | undefined, post: InteractivePost | undefined): InteractionResponse {
  if (reply === undefined) return jsonResponse(200, {});
  if (typeof reply !== 'object') throw new ReplyError('the handler must return an object or undefined');
  const { update, ephemeralText, skipSlackParsing = true } = reply;
  requireText('ephemeralText', ephemeralText);
  return limited({
    ...(!isMissing(update) && { update: completeUpdate(update, post) }),
    ...(isText(ephemeralText) && { ephemeral_text: ephemeralText }),
    ...(isText(ephemeralText) && skipSlackParsing && { skip_slack_parsing: true }),
  });
}

/** The answer to a click whose update was refused: the reply's own text if there is one, and that the update failed. */
export function clickResponseWithoutUpdate(reply: unknown, notUpdated: string | null): InteractionResponse {
  const own = isJsonObject(reply) ? reply['ephemeralText'] : undefined;
  const isUsable = isText(own) && Array.from(own).length <= maxMessageLength;
  const text = [isUsable ? own : undefined, notUpdated].filter(isText).join('\n\n');
  return jsonResponse(200, text === '' ? {} : { ephemeral_text: text, skip_slack_parsing: true });
}

/** The answer to a submission. @throws ReplyError for an answer that Mattermost could not read. */
export function submitResponse(reply: SubmitReply | undefined): InteractionResponse {
  if (!hasErrors(reply)) return jsonResponse(200, {});
  const { error, errors } = reply;
  requireText('error', error);
  // With a value that is not a text, newer servers answer 500 and older ones close the form.
  for (const [name, text] of Object.entries(errors ?? {})) requireText(`errors.${name}`, text);
  return limited({ ...(error !== undefined && { error }), ...(errors !== undefined && { errors }) });
}

/** Whether a reply keeps the dialog open. */
export function hasErrors(reply: SubmitReply | undefined): reply is SubmitReply {
  return Boolean(reply?.error) || Object.keys(reply?.errors ?? {}).length > 0;
}

function limited(body: object): InteractionResponse {
  const response = jsonResponse(200, body);
  const bytes = Buffer.byteLength(response.body);
  if (bytes <= maxReplyBytes) return response;
  throw new ReplyError(`the reply has ${bytes} bytes, and Mattermost reads only ${maxReplyBytes}`);
}

function completeUpdate(update: PostUpdate, post: InteractivePost | undefined): object {
  const message = update.message ?? post?.message;
  const fileIds = update.file_ids ?? (post === undefined ? undefined : (post.file_ids ?? []));
  if (message === undefined || fileIds === undefined) {
    const missing = message === undefined ? 'message' : 'file_ids';
    throw new ReplyError(`update: ${missing} is missing, and without findPost Mattermost would blank it: give both`);
  }
  requireText('update.message', message);
  const length = Array.from(message).length;
  if (length > maxMessageLength) {
    throw new ReplyError(`update.message: it has ${length} characters, and Mattermost allows ${maxMessageLength}`);
  }
  const { props } = update;
  if (isMissing(props)) return { message, file_ids: fileIds };
  const useless = actionsOf(props).find(({ integration }) => !(isJsonObject(integration) && integration['url']));
  if (useless !== undefined) {
    const advice = 'build the buttons again, because a post that you read has no integrations';
    throw new ReplyError(
      `update.props: the action "${String(useless['name'] ?? useless['id'])}" has no integration: ${advice}`,
    );
  }
  return { message, file_ids: fileIds, props: { ...botMark(post), ...props } };
}

/** New props replace all others, also the mark that a bot wrote the post. */
function botMark(post: InteractivePost | undefined): object {
  const isByBot = post === undefined || (isJsonObject(post.props) && post.props['from_bot'] === 'true');
  return isByBot ? { from_bot: 'true' } : {};
}

function requireText(name: string, value: unknown): void {
  if (!isMissing(value) && typeof value !== 'string') throw new ReplyError(`${name}: it must be a text`);
}

function isMissing(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}
