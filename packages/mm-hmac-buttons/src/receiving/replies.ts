import { ReplyError } from '../errors.ts';
import { isJsonObject } from '../signing/json.ts';
import { actionsOf, type InteractivePost } from './posts.ts';
import { type InteractionResponse, jsonResponse } from './request.ts';

// Newer servers read no more than this of an answer, and then fail to parse it.
const maxReplyBytes = 1_048_576;

/** What follows from a click. */
export interface ClickReply {
  /** Changes the post. */
  readonly update?: PostUpdate | undefined;
  /** Shown to the person who clicked, and to nobody else. */
  readonly ephemeralText?: string | undefined;
  /** Leaves Slack's way to write links in `ephemeralText` as it is. @default false */
  readonly skipSlackParsing?: boolean | undefined;
}

/** A change of the post that was clicked. What is left out stays as it is. */
export interface PostUpdate {
  /** Its new text. */
  readonly message?: string | undefined;
  /** Its new files, by id; `[]` takes them away. */
  readonly file_ids?: readonly string[] | undefined;
  /**
   * Its new props, all of them; `{}` takes the buttons away. Buttons need their `integration`: never pass on the props of
   * a post that was read, from which Mattermost has removed it.
   */
  readonly props?: object | undefined;
}

/** What follows from a dialog. With an error in it the dialog stays open, and can be submitted again. */
export interface SubmitReply {
  /** Shown above the form. */
  readonly error?: string | undefined;
  /** Shown beside fields, by their names. */
  readonly errors?: Readonly<Record<string, string>> | undefined;
}

/** Whether a post has to be known before an update can be sent: Mattermost blanks what an update leaves out. */
export function needsPost(reply: ClickReply | undefined): boolean {
  const update = reply?.update;
  return update !== undefined && (update.message === undefined || update.file_ids === undefined);
}

/** The JSON for a click. @throws ReplyError for an update that would do damage. */
export function clickReplyBody(reply: ClickReply | undefined, post: InteractivePost | undefined): object {
  if (reply === undefined) return {};
  const { update, ephemeralText, skipSlackParsing } = reply;
  return {
    ...(update !== undefined && { update: completeUpdate(update, post) }),
    ...(ephemeralText !== undefined && ephemeralText !== '' && { ephemeral_text: ephemeralText }),
    ...(skipSlackParsing === true && { skip_slack_parsing: true }),
  };
}

/** The JSON for a dialog. */
export function submitReplyBody(reply: SubmitReply | undefined): object {
  if (!isAnError(reply)) return {};
  const { error, errors } = reply;
  return { ...(error !== undefined && { error }), ...(errors !== undefined && { errors }) };
}

/** The answer with this JSON. @throws ReplyError for more than Mattermost reads. */
export function replyResponse(body: object): InteractionResponse {
  const response = jsonResponse(200, body);
  const bytes = Buffer.byteLength(response.body);
  if (bytes <= maxReplyBytes) return response;
  throw new ReplyError(`the reply has ${bytes} bytes, of which Mattermost reads ${maxReplyBytes}`);
}

/** Whether a dialog stays open. */
export function isAnError(reply: SubmitReply | undefined): reply is SubmitReply {
  return Boolean(reply?.error) || Object.keys(reply?.errors ?? {}).length > 0;
}

function completeUpdate(update: PostUpdate, post: InteractivePost | undefined): object {
  const message = update.message ?? post?.message;
  const fileIds = update.file_ids ?? (post === undefined ? undefined : (post.file_ids ?? []));
  if (message === undefined || fileIds === undefined) {
    const missing = message === undefined ? 'message' : 'file_ids';
    throw new ReplyError(`update: ${missing} is not given and the post is not known: Mattermost would blank it`);
  }
  const { props } = update;
  if (props === undefined) return { message, file_ids: fileIds };
  const dead = actionsOf(props).find(({ integration }) => !(isJsonObject(integration) && integration['url']));
  if (dead !== undefined) {
    const advice = 'build the buttons anew: a post that was read has lost their integrations';
    throw new ReplyError(
      `update.props: the action "${String(dead['name'] ?? dead['id'])}" has no integration: ${advice}`,
    );
  }
  return { message, file_ids: fileIds, props: { ...ownMark(post), ...props } };
}

/** New props replace all old ones, and with them the mark that a bot wrote the post. */
function ownMark(post: InteractivePost | undefined): object {
  return isJsonObject(post?.props) && post.props['from_bot'] === 'true' ? { from_bot: 'true' } : {};
}
