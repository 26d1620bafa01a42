import type { Post } from '../world/post-json.ts';
import { userById } from '../world/users.ts';
import type { World } from '../world/world.ts';
import { type Channel, placeName, type Somebody } from './channel.ts';
import type { ShownDialog } from './dialogs.ts';
import type { Ear, VisibleDialog, VisiblePost, VisibleTyping } from './ear.ts';
import { type Waiting, waitFor } from './waiting.ts';

/** Which post somebody waits for. */
export interface LookingForPost extends Waiting {
  /** Who wrote it. */
  readonly from: Somebody;
  /** Where. */
  readonly in: Channel;
  /** Only in the thread of this post. @default in threads and outside */
  readonly thread?: Pick<Post, 'id' | 'root_id'>;
  /** Only with a text like this, or for which this holds. @default any */
  readonly matching?: RegExp | ((post: Post) => boolean);
}

/** Whose typing somebody waits for. */
export interface LookingForTyping extends Waiting {
  /** Who types. */
  readonly from: Somebody;
  /** Where. */
  readonly in: Channel;
  /** Only in the thread of this post. @default in threads and outside */
  readonly thread?: Pick<Post, 'id' | 'root_id'>;
}

/** Which post, shown to nobody else, somebody waits for. */
export interface LookingForEphemeral extends Waiting {
  /** Where. */
  readonly in: Channel;
  /** In whose name; what an integration says after a click is in that of the one who clicked. @default in anybody's */
  readonly from?: Somebody;
  /** Only in the thread of this post. @default in threads and outside */
  readonly thread?: Pick<Post, 'id' | 'root_id'>;
  /** Only with a text like this, or for which this holds. @default any */
  readonly matching?: RegExp | ((post: Post) => boolean);
}

/** Which dialog somebody waits for. */
export interface LookingForDialog extends Waiting {
  /** Only with a title like this. @default any */
  readonly titled?: RegExp;
}

/** Waits for a post among what an ear has heard. */
export async function lookForPost(world: World, ear: Ear, what: LookingForPost): Promise<Post> {
  const find = (): VisiblePost | undefined => ear.posts.find(({ post, seen }) => !seen && fits(post, what));
  const miss = (ms: number): string => `${missed(world, ear, 'a post', what, ms)}. ${shown(world, ear)}`;
  const { post } = await waitFor(ear, () => taken(find()), what, miss);
  return post;
}

/** Waits for a post that nobody else is shown. */
export async function lookForEphemeral(world: World, ear: Ear, what: LookingForEphemeral): Promise<Post> {
  const { from, in: channel } = what;
  const fitting = ({ post, seen }: VisiblePost): boolean =>
    !seen && post.type === 'system_ephemeral' && fits(post, { ...what, from: from ?? { id: post.user_id } });
  const { username } = userById(world, ear.userId);
  const place = placeName(world, channel.id);
  const miss = (ms: number): string =>
    `${username} did not see an ephemeral post in ${place} within ${ms} ms. ${shown(world, ear)}`;
  const { post } = await waitFor(ear, () => taken(ear.posts.find(fitting)), what, miss);
  return post;
}

/** Waits for a dialog to be opened. */
export async function lookForDialog(world: World, ear: Ear, what: LookingForDialog): Promise<ShownDialog> {
  const { titled } = what;
  const find = (): VisibleDialog | undefined =>
    ear.dialogs.find(one => !one.seen && (!titled || one.shown.dialog.title.search(titled) >= 0));
  const { username } = userById(world, ear.userId);
  const miss = (ms: number): string => `${username} did not see a dialog within ${ms} ms`;
  const found = await waitFor(ear, () => taken(find()), what, miss);
  return found.shown;
}

/** Waits for typing among what an ear has heard. */
export async function lookForTyping(world: World, ear: Ear, what: LookingForTyping): Promise<void> {
  const { from, in: channel, thread } = what;
  const fitting = ({ seen, userId, channelId, parentId }: VisibleTyping): boolean =>
    !seen && userId === from.id && channelId === channel.id && (!thread || parentId === rootOf(thread));
  const miss = (ms: number): string => missed(world, ear, 'typing', what, ms);
  await waitFor(ear, () => taken(ear.typing.find(fitting)), what, miss);
}

/** The id of a thread, from any of its posts. */
export function rootOf({ id, root_id }: Pick<Post, 'id' | 'root_id'>): string {
  return root_id || id;
}

// What was found is seen from now on, so that two who wait do not get the same.
function taken<T extends { seen: boolean }>(found: T | undefined): T | undefined {
  if (found) found.seen = true;
  return found;
}

type Fitting = Pick<LookingForPost, 'in' | 'thread' | 'matching'> & { readonly from: Pick<Somebody, 'id'> };

function fits(post: Post, { from, in: channel, thread, matching }: Fitting): boolean {
  if (post.user_id !== from.id || post.channel_id !== channel.id) return false;
  if (thread && post.root_id !== rootOf(thread)) return false;
  if (matching === undefined) return true;
  return typeof matching === 'function' ? matching(post) : post.message.search(matching) >= 0;
}

function missed(world: World, ear: Ear, what: string, looking: LookingForTyping, ms: number): string {
  const { from, in: channel, thread } = looking;
  const { username } = userById(world, ear.userId);
  const place = `${placeName(world, channel.id)}${thread ? `, in the thread of ${rootOf(thread)}` : ''}`;
  return `${username} did not see ${what} by ${from.username} in ${place} within ${ms} ms`;
}

/** The last posts on the screen. */
function shown(world: World, ear: Ear): string {
  const lines = ear.posts.slice(-10).map(({ post, seen }) => {
    const { id, root_id, user_id, channel_id, message } = post;
    const author = userById(world, user_id).username;
    const thread = root_id ? ` (in the thread of ${root_id})` : '';
    return `  ${id}${seen ? ', seen' : ''}: ${author} in ${placeName(world, channel_id)}${thread}: ${message}`;
  });
  return lines.length === 0 ? 'There was nothing instead.' : `There was instead:\n${lines.join('\n')}`;
}
