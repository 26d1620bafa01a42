import { addToChannel, removeFromChannel } from '../world/channel-joining.ts';
import { type ChannelType, channelById } from '../world/channels.ts';
import { savePastPost } from '../world/post-creation.ts';
import { postJson } from '../world/post-json.ts';
import { userById } from '../world/users.ts';
import type { World } from '../world/world.ts';
import type { Account } from './account.ts';
import { asUser } from './errors.ts';
import { type Post, rootOf, type ThreadPost, toPost } from './post.ts';

/**
 * A channel of the story. Its fields have the values that the server has now, by the names of the API.
 *
 * A type and not an interface: only a type fits a parameter with an index signature, such as `mm-rest`'s `Channel`.
 */
export type Channel = {
  /** 26 characters. */
  readonly id: string;
  /** The name in addresses, without `~`. */
  readonly name: string;
  /** `O` public, `P` private, `D` direct, `G` group. */
  readonly type: ChannelType;
  /** Empty for direct and group channels. */
  readonly team_id: string;
  /** The name that people see; empty for a direct channel. */
  readonly display_name: string;
  /** The line above the posts, in Markdown. */
  readonly header: string;
  /** What the channel is for, as plain text. */
  readonly purpose: string;
  /** When the last post was written or edited, in milliseconds since 1970; 0 if there is none. */
  readonly last_post_at: number;
  /** How many posts were written, without system posts about joining and leaving. */
  readonly total_msg_count: number;
  /** When the channel was archived, in milliseconds since 1970; 0 if it was not. */
  readonly delete_at: number;
  /**
   * Adds an account to the channel, with the system post that the server writes. Without `by`, the account joins by
   * itself.
   *
   * @throws {RefusedError} when the server does not allow it.
   */
  add(who: Account, options?: { readonly by?: Account }): void;
  /**
   * Removes an account from the channel, with the system post that the server writes. Without `by`, the account leaves
   * by itself.
   *
   * @throws {RefusedError} when the server does not allow it.
   */
  remove(who: Account, options?: { readonly by?: Account }): void;
  /**
   * Adds posts as if they had been written earlier, thousands in a moment: without events, mentions and checks of
   * permissions.
   *
   * @throws {RefusedError} for a post that the server cannot save.
   */
  addHistory(posts: readonly PastPost[]): Post[];
};

/** A post for `addHistory`. */
export interface PastPost {
  /** Who wrote it. */
  readonly by: Account;
  /** The text, in Markdown. */
  readonly message: string;
  /** When it was written, in milliseconds since 1970; several posts can have the same time. @default now */
  readonly at?: number;
  /** Any post of the thread that it replies to. @default outside threads */
  readonly thread?: ThreadPost;
  /** The free fields of the post. @default none */
  readonly props?: Readonly<Record<string, unknown>>;
}

/** The object with which a test acts on a channel. */
export function channelHandle(world: World, channelId: string): Channel {
  const channel = channelById(world, channelId);
  return {
    id: channel.id,
    type: channel.type,
    team_id: channel.team_id,
    get name() {
      return channel.name;
    },
    get display_name() {
      return channel.display_name;
    },
    get header() {
      return channel.header;
    },
    get purpose() {
      return channel.purpose;
    },
    get last_post_at() {
      return channel.last_post_at;
    },
    get total_msg_count() {
      return channel.total_msg_count;
    },
    get delete_at() {
      return channel.delete_at;
    },
    add(who, { by = who } = {}) {
      asUser(by.username, () => addToChannel(world, by.id, channel, who.id));
    },
    remove(who, { by = who } = {}) {
      asUser(by.username, () => removeFromChannel(world, by.id, channel, who.id));
    },
    addHistory: posts =>
      posts.map(({ by, message, at, thread, props }) =>
        asUser(by.username, () => {
          const root_id = thread && rootOf(thread);
          const input = { channel_id: channel.id, message, root_id, props, create_at: at };
          return toPost(postJson(world, savePastPost(world, by.id, input)));
        }),
      ),
  };
}

/** A channel in an error message: `~ops`, or `the channel of alice and claw`. */
export function describeChannel(world: World, channelId: string): string {
  const { type, name } = channelById(world, channelId);
  if (type === 'O' || type === 'P') return `~${name}`;
  const members = [...(world.channelMembers.get(channelId)?.keys() ?? [])];
  return `the channel of ${members.map(id => userById(world, id).username).join(' and ')}`;
}
