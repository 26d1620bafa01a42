import { addToChannel, removeFromChannel } from '../world/channel-joining.ts';
import { type ChannelType, channelById } from '../world/channels.ts';
import { writeSilently } from '../world/post-creation.ts';
import { type Post, postJson } from '../world/post-json.ts';
import { userById } from '../world/users.ts';
import type { World } from '../world/world.ts';
import { inTheNameOf } from './errors.ts';

/** Anybody with an account. */
export interface Somebody {
  /** The id of the account. */
  readonly id: string;
  /** The name of the account, without `@`. */
  readonly username: string;
  /** What a client of this one signs in with, over REST and on the socket. */
  readonly token: string;
}

/** A place where people write. */
export interface Channel {
  /** The id of the channel. */
  readonly id: string;
  /** The name of the channel, without `~`. */
  readonly name: string;
  /** Public, private, direct, or a group. */
  readonly type: ChannelType;
  /**
   * Has somebody added by a member, with the post that the server writes about it; somebody who is added by nobody else
   * joins.
   *
   * @throws {RefusedError} when the server does not allow it.
   */
  add(who: Somebody, options?: { readonly by?: Somebody }): void;
  /**
   * Has somebody removed by a member, with the post that the server writes about it; somebody who is removed by nobody
   * else leaves.
   *
   * @throws {RefusedError} when the server does not allow it.
   */
  remove(who: Somebody, options?: { readonly by?: Somebody }): void;
  /**
   * Puts posts there as if they had been written before, thousands in a moment: nobody is told, nobody is mentioned, and
   * no permission is asked. Returns them as they are shown.
   *
   * @throws {RefusedError} for a post that cannot be saved.
   */
  addHistory(posts: readonly PastPost[]): Post[];
}

/** A post of the past. */
export interface PastPost {
  /** Who wrote it. */
  readonly by: Somebody;
  /** Its text. */
  readonly message: string;
  /** When, in milliseconds; can be the same for several. @default now, each a little later than the one before */
  readonly at?: number;
  /** Any post of the thread. @default outside threads */
  readonly thread?: Pick<Post, 'id' | 'root_id'>;
  /** What the post carries beside its text. @default nothing */
  readonly props?: Readonly<Record<string, unknown>>;
}

/** The hand of a channel. */
export function channelHandle(world: World, channelId: string): Channel {
  const channel = channelById(world, channelId);
  return {
    id: channel.id,
    name: channel.name,
    type: channel.type,
    add(who, { by = who } = {}) {
      inTheNameOf(by.username, () => addToChannel(world, by.id, channel, who.id));
    },
    remove(who, { by = who } = {}) {
      inTheNameOf(by.username, () => removeFromChannel(world, by.id, channel, who.id));
    },
    addHistory: posts =>
      posts.map(({ by, message, at, thread, props }) =>
        inTheNameOf(by.username, () => {
          const root_id = thread && (thread.root_id || thread.id);
          const input = { channel_id: channel.id, message, root_id, props, create_at: at };
          return postJson(world, writeSilently(world, by.id, input));
        }),
      ),
  };
}

/** How people call a channel: `~ops`, or `alice, claw` for a direct one. */
export function placeName(world: World, channelId: string): string {
  const { type, name } = channelById(world, channelId);
  if (type === 'O' || type === 'P') return `~${name}`;
  const members = [...(world.channelMembers.get(channelId)?.keys() ?? [])];
  return `the channel of ${members.map(id => userById(world, id).username).join(' and ')}`;
}
