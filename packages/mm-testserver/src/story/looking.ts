import { userById } from '../world/users.ts';
import type { World } from '../world/world.ts';
import type { Account } from './account.ts';
import { type Channel, describeChannel } from './channel.ts';
import type { ShownDialog } from './dialogs.ts';
import { NotSeenError, SeenError } from './errors.ts';
import { type Post, rootOf, type ThreadPost } from './post.ts';
import type { Screen, VisibleDialog, VisiblePost, VisibleTyping } from './screen.ts';
import { type WaitOptions, waitAt } from './waiting.ts';

/** Which post to wait for. */
export interface WantedPost extends WaitOptions {
  /** Who wrote it. */
  readonly from: Account;
  /** The channel that it is in. */
  readonly in: Channel;
  /** Only replies in the thread of this post. @default in threads and outside */
  readonly thread?: ThreadPost;
  /** Only posts whose text matches, or for which the function returns true. @default any */
  readonly matching?: RegExp | ((post: Post) => boolean);
}

/** Which post must not appear, and for how long to watch. */
export interface UnwantedPost extends Omit<WantedPost, 'timeoutMs'> {
  /**
   * Watches until this promise is fulfilled, and fails if it is rejected. Give it a wait for something that the bot does
   * later, such as `alice.sees(…)`: then the test needs no timeout.
   */
  readonly until?: Promise<unknown>;
  /** How long to watch when there is no `until`, in milliseconds. @default 300 */
  readonly timeoutMs?: number;
}

/** Whose typing to wait for. */
export interface WantedTyping extends WaitOptions {
  /** Who types. */
  readonly from: Account;
  /** The channel in which the account types. */
  readonly in: Channel;
  /** Only in the thread of this post. @default in threads and outside */
  readonly thread?: ThreadPost;
}

/** Which ephemeral post to wait for. */
export interface WantedEphemeral extends WaitOptions {
  /** The channel that it is in. */
  readonly in: Channel;
  /** Its author; for the answer to a click, the server names the person who clicked. @default any */
  readonly from?: Account;
  /** Only replies in the thread of this post. @default in threads and outside */
  readonly thread?: ThreadPost;
  /** Only posts whose text matches, or for which the function returns true. @default any */
  readonly matching?: RegExp | ((post: Post) => boolean);
}

/** Which dialog to wait for. */
export interface WantedDialog extends WaitOptions {
  /** Only dialogs whose title matches. @default any */
  readonly titled?: RegExp;
}

/** Where to look: the screen of one person. */
export interface Viewer {
  readonly world: World;
  readonly screen: Screen;
}

/** Waits for a post. */
export async function lookForPost(viewer: Viewer, wanted: WantedPost): Promise<Post> {
  const { post } = await wait(viewer, wanted, {
    find: () => viewer.screen.posts.find(visible => !visible.seen && fits(visible.post, wanted)),
    miss: ms => `${describeMiss(viewer, 'a post', wanted, ms)}. ${listPosts(viewer)}`,
  });
  return post;
}

/** Watches that no post appears. */
export async function watchForNoPost({ world, screen }: Viewer, unwanted: UnwantedPost): Promise<void> {
  const { until, signal, timeoutMs = 300 } = unwanted;
  await waitAt(screen, {
    until,
    signal,
    timeoutMs: until ? undefined : timeoutMs,
    look() {
      const found = screen.posts.find(({ post, seen }) => !seen && fits(post, unwanted));
      if (!found) return undefined;
      const { username } = userById(world, screen.userId);
      throw new SeenError(`${username} saw a post that the test does not expect:\n${describePost(world, found)}`);
    },
    atEnd: () => true,
  });
}

/** Waits for an ephemeral post. */
export async function lookForEphemeral(viewer: Viewer, wanted: WantedEphemeral): Promise<Post> {
  const { world, screen } = viewer;
  const { username } = userById(world, screen.userId);
  const place = describeChannel(world, wanted.in.id);
  const { post } = await wait(viewer, wanted, {
    find: () =>
      screen.posts.find(
        ({ post, seen }) =>
          !seen &&
          post.type === 'system_ephemeral' &&
          fits(post, { ...wanted, from: wanted.from ?? { id: post.user_id } }),
      ),
    miss: ms => `${username} did not see an ephemeral post in ${place} within ${ms} ms. ${listPosts(viewer)}`,
  });
  return post;
}

/** Waits for a dialog. */
export async function lookForDialog(viewer: Viewer, wanted: WantedDialog): Promise<ShownDialog> {
  const { world, screen } = viewer;
  const { titled } = wanted;
  const { username } = userById(world, screen.userId);
  const { shown } = await wait(viewer, wanted, {
    find: (): VisibleDialog | undefined =>
      screen.dialogs.find(one => !one.seen && (!titled || one.shown.dialog.title.search(titled) >= 0)),
    miss: ms => `${username} did not see a dialog within ${ms} ms`,
  });
  return shown;
}

/** Waits for typing. */
export async function lookForTyping(viewer: Viewer, wanted: WantedTyping): Promise<void> {
  const { from, in: channel, thread } = wanted;
  const isWanted = ({ userId, channelId, parentId }: VisibleTyping): boolean =>
    userId === from.id && channelId === channel.id && (!thread || parentId === rootOf(thread));
  await wait(viewer, wanted, {
    find: () => viewer.screen.typing.find(one => !one.seen && isWanted(one)),
    miss: ms => describeMiss(viewer, 'typing', wanted, ms),
  });
}

interface Search<T> {
  readonly find: () => T | undefined;
  /** The error message after the timeout. */
  readonly miss: (timeoutMs: number) => string;
}

function wait<T extends { seen: boolean }>(
  { screen }: Viewer,
  { timeoutMs = 5_000, signal }: WaitOptions,
  { find, miss }: Search<T>,
): Promise<T> {
  return waitAt(screen, {
    timeoutMs,
    signal,
    look() {
      const found = find();
      // Marked at once, so that two waits do not return the same post.
      if (found) found.seen = true;
      return found;
    },
    atEnd() {
      throw new NotSeenError(miss(timeoutMs));
    },
  });
}

type Criteria = Pick<WantedPost, 'in' | 'thread' | 'matching'> & { readonly from: Pick<Account, 'id'> };

function fits(post: Post, { from, in: channel, thread, matching }: Criteria): boolean {
  if (post.user_id !== from.id || post.channel_id !== channel.id) return false;
  if (thread && post.root_id !== rootOf(thread)) return false;
  if (matching === undefined) return true;
  return typeof matching === 'function' ? matching(post) : post.message.search(matching) >= 0;
}

function describeMiss({ world, screen }: Viewer, what: string, wanted: WantedTyping, ms: number): string {
  const { from, in: channel, thread } = wanted;
  const { username } = userById(world, screen.userId);
  const place = `${describeChannel(world, channel.id)}${thread ? `, in the thread of ${rootOf(thread)}` : ''}`;
  return `${username} did not see ${what} by ${from.username} in ${place} within ${ms} ms`;
}

/** The last posts on the screen, for an error message. */
function listPosts({ world, screen }: Viewer): string {
  const lines = screen.posts.slice(-10).map(visible => describePost(world, visible));
  return lines.length === 0 ? 'The screen shows no posts.' : `The screen shows:\n${lines.join('\n')}`;
}

function describePost(world: World, { post, seen }: VisiblePost): string {
  const { id, root_id, user_id, channel_id, message } = post;
  const author = userById(world, user_id).username;
  const thread = root_id ? ` (in the thread of ${root_id})` : '';
  return `  ${id}${seen ? ', seen' : ''}: ${author} in ${describeChannel(world, channel_id)}${thread}: ${message}`;
}
