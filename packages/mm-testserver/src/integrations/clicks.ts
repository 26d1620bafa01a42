import { AppError } from '../errors.ts';
import { isObject, toJson, toSortedJson } from '../json.ts';
import { actionOf } from '../world/attachments.ts';
import { channelById } from '../world/channels.ts';
import { sendEphemeralPost } from '../world/ephemeral-posts.ts';
import { insist, mayAtPost, mayInChannel } from '../world/permissions.ts';
import { updateByIntegration } from '../world/post-edits.ts';
import { livingPost, type Props, postById, type StoredPost } from '../world/posts.ts';
import { userById } from '../world/users.ts';
import type { World } from '../world/world.ts';
import { callIntegration, integrationFailed } from './call-integration.ts';
import { readAnswer } from './click-answer.ts';
import { type ActionCookie, readCookie, retainedProps } from './cookies.ts';
import { withoutSlackLinks } from './slack-text.ts';
import { createTrigger } from './trigger-ids.ts';

/** The person who clicked, with the session token. */
export interface Clicker {
  readonly userId: string;
  readonly token: string;
}

/** A click. */
export interface Click {
  readonly postId: string;
  readonly actionId: string;
  /** The value that was chosen, for a menu. */
  readonly selectedOption?: string | undefined;
  /** The encrypted action, for a button of an ephemeral post. */
  readonly cookie?: string | undefined;
}

/** A button, read from a saved post or from a cookie. */
interface Target {
  readonly channelId: string;
  readonly rootId: string;
  readonly type: string;
  readonly dataSource: string;
  readonly integration: Props;
  readonly retain: Props;
  readonly remove: readonly string[];
  /** The props that the post keeps when an `update` has none. */
  readonly props: Props;
}

/**
 * Calls the integration of a button after a click, and carries out its answer.
 *
 * Resolves to the id by which the client recognises a dialog of this click. Two clicks are two calls: the server does not
 * stop people from clicking twice.
 *
 * @throws {AppError} 403 in a channel that the person cannot read, 404 without such a button, 400 when the call fails.
 */
export async function click(world: World, clicker: Clicker, clicked: Click): Promise<string> {
  const target = targetOf(world, clicker.userId, clicked);
  const { clientId, triggerId } = createTrigger(world, clicker.userId);
  const request = requestOf(world, clicker.userId, clicked, target, triggerId);
  const url = String(target.integration['url'] ?? '');
  const { update, ephemeralText, skipsSlackParsing } = readAnswer(
    world,
    await callIntegration(world, clicker.token, url, request),
  );
  if (update) {
    // The server empties what is absent, except the props.
    const { message = '', props, file_ids = [] } = update;
    updateByIntegration(world, clicker.userId, clicked.postId, {
      message,
      file_ids,
      props: updatedProps(target, props),
    });
  }
  if (ephemeralText) {
    sendEphemeralPost(world, clicker.userId, {
      user_id: clicker.userId,
      channel_id: target.channelId,
      root_id: target.rootId,
      message: skipsSlackParsing ? ephemeralText : withoutSlackLinks(ephemeralText),
      props: target.retain,
    });
  }
  return clientId;
}

function targetOf(world: World, userId: string, { postId, actionId, cookie = '' }: Click): Target {
  const read = cookie === '' ? undefined : readCookie(world, cookie);
  if (cookie !== '' && !read) throw integrationFailed();
  insist(
    read
      ? mayInChannel(world, userId, read.channel_id ?? '', 'read_channel')
      : mayAtPost(world, userId, postId, 'read_channel'),
  );
  // A saved post counts more than a cookie.
  if (read && !livingPost(world, postId)) return targetOfCookie(world, postId, read);
  return targetOfPost(postById(world, postId), actionId);
}

function targetOfPost(post: StoredPost, actionId: string): Target {
  const action = actionOf(post.props, actionId);
  const integration = action?.['integration'];
  if (!action || !isObject(integration)) {
    throw new AppError(404, 'api.post.do_action.action_id.app_error', 'Invalid action id.');
  }
  return {
    channelId: post.channel_id,
    rootId: post.root_id || post.id,
    type: String(action['type'] ?? ''),
    dataSource: String(action['data_source'] ?? ''),
    integration,
    ...retainedProps(post.props),
    props: post.props,
  };
}

function targetOfCookie(world: World, postId: string, cookie: ActionCookie): Target {
  if (!cookie.integration || cookie.post_id !== postId) throw integrationFailed();
  return {
    channelId: channelById(world, cookie.channel_id ?? '').id,
    rootId: cookie.root_post_id ?? '',
    type: cookie.type ?? '',
    dataSource: cookie.data_source ?? '',
    integration: cookie.integration,
    retain: cookie.retain_props ?? {},
    remove: cookie.remove_props ?? [],
    props: {},
  };
}

/** The body of the call, with its fields in the order of the real server. */
function requestOf(world: World, userId: string, clicked: Click, target: Target, triggerId: string): string {
  const channel = channelById(world, target.channelId);
  const { type, dataSource } = target;
  const selected = type === 'select' ? (clicked.selectedOption ?? '') : '';
  const given = target.integration['context'];
  const context = { ...(isObject(given) && given), ...(selected && { selected_option: selected }) };
  const fields = toJson({
    user_id: userId,
    user_name: userById(world, userId).username,
    channel_id: channel.id,
    channel_name: channel.name,
    team_id: channel.team_id,
    team_domain: world.teams.get(channel.team_id)?.name ?? '',
    post_id: clicked.postId,
    trigger_id: triggerId,
    type,
    data_source: selected && dataSource,
  });
  return Object.keys(context).length === 0 ? fields : `${fields.slice(0, -1)},"context":${toSortedJson(context)}}`;
}

function updatedProps({ props, retain, remove }: Target, given: Props | undefined): Props {
  if (!given) return props;
  return Object.fromEntries(Object.entries({ ...given, ...retain }).filter(([key]) => !remove.includes(key)));
}
