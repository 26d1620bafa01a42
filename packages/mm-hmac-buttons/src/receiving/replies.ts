import { ReplyError } from '../errors.ts';
import { isJsonObject } from '../signing/json.ts';
import { actionsOf, type InteractivePost } from './posts.ts';
import { type InteractionResponse, jsonResponse } from './request.ts';

// Newer servers read only this much of an answer, and then cannot parse it.
const maxReplyBytes = 1_048_576;

/** The reply to a click. */
export interface ClickReply {
  /** Changes the post. */
  readonly update?: PostUpdate | undefined;
  /** A text that only the person who clicked can see. */
  readonly ephemeralText?: string | undefined;
  /** Whether Mattermost leaves links in Slack's syntax in `ephemeralText` unchanged. @default false */
  readonly skipSlackParsing?: boolean | undefined;
}

/** A change of the clicked post. Fields that you omit stay as they are. */
export interface PostUpdate {
  /** The new text. */
  readonly message?: string | undefined;
  /** The ids of the new files; `[]` removes all files. */
  readonly file_ids?: readonly string[] | undefined;
  /**
   * The new props, which replace all others; `{}` removes the buttons. Never pass on the props of a post that you read:
   * Mattermost removes the `integration` of its buttons, and without it they cannot be clicked.
   */
  readonly props?: object | undefined;
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
  return update !== undefined && (update.message === undefined || update.file_ids === undefined);
}

/** The JSON for a reply to a click. @throws ReplyError for an update that would damage the post. */
export function clickReplyBody(reply: ClickReply | undefined, post: InteractivePost | undefined): object {
  if (reply === undefined) return {};
  const { update, ephemeralText, skipSlackParsing } = reply;
  return {
    ...(update !== undefined && { update: completeUpdate(update, post) }),
    ...(ephemeralText !== undefined && ephemeralText !== '' && { ephemeral_text: ephemeralText }),
    ...(skipSlackParsing === true && { skip_slack_parsing: true }),
  };
}

/** The JSON for a reply to a submission. */
export function submitReplyBody(reply: SubmitReply | undefined): object {
  if (!hasErrors(reply)) return {};
  const { error, errors } = reply;
  return { ...(error !== undefined && { error }), ...(errors !== undefined && { errors }) };
}

/** The answer with this JSON. @throws ReplyError when it is longer than Mattermost reads. */
export function replyResponse(body: object): InteractionResponse {
  const response = jsonResponse(200, body);
  const bytes = Buffer.byteLength(response.body);
  if (bytes <= maxReplyBytes) return response;
  throw new ReplyError(`the reply has ${bytes} bytes, and Mattermost reads only ${maxReplyBytes}`);
}

/** Whether a reply keeps the dialog open. */
export function hasErrors(reply: SubmitReply | undefined): reply is SubmitReply {
  return Boolean(reply?.error) || Object.keys(reply?.errors ?? {}).length > 0;
}

function completeUpdate(update: PostUpdate, post: InteractivePost | undefined): object {
  const message = update.message ?? post?.message;
  const fileIds = update.file_ids ?? (post === undefined ? undefined : (post.file_ids ?? []));
  if (message === undefined || fileIds === undefined) {
    const missing = message === undefined ? 'message' : 'file_ids';
    throw new ReplyError(`update: ${missing} is missing and there is no findPost: Mattermost would blank it`);
  }
  const { props } = update;
  if (props === undefined) return { message, file_ids: fileIds };
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
  return isJsonObject(post?.props) && post.props['from_bot'] === 'true' ? { from_bot: 'true' } : {};
}
