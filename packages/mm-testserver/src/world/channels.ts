import { AppError, notPermitted } from '../errors.ts';
import type { ChannelMember } from './channel-members.ts';
import { mayInChannel, mayInTeam } from './permissions.ts';
import type { World } from './world.ts';

/** A public channel, a private one, a direct one of two, or a group of three to eight. */
export type ChannelType = 'O' | 'P' | 'D' | 'G';

/** A channel, as the server keeps it. */
export interface Channel {
  readonly id: string;
  readonly create_at: number;
  update_at: number;
  /** Not 0 while the channel is archived. */
  delete_at: number;
  readonly team_id: string;
  readonly type: ChannelType;
  display_name: string;
  name: string;
  header: string;
  purpose: string;
  last_post_at: number;
  /** Posts ever written, without those that tell of joining and leaving. */
  total_msg_count: number;
  readonly extra_update_at: number;
  readonly creator_id: string;
  readonly scheme_id: null;
  readonly props: null;
  readonly group_constrained: null;
  readonly shared: boolean | null;
  /** The same without replies. */
  total_msg_count_root: number;
  readonly policy_id: null;
  last_root_post_at: number;
}

/** What is said about a channel when it is made. */
export type NewChannel = Pick<Channel, 'team_id' | 'name' | 'display_name' | 'type' | 'creator_id'> &
  Partial<Pick<Channel, 'header' | 'purpose'>>;

/** Puts a channel into the table, without members. */
export function saveChannel(world: World, input: NewChannel): Channel {
  insistOnChannelName(world, input.name);
  const now = world.clock.now();
  const channel: Channel = {
    id: world.newId(),
    create_at: now,
    update_at: now,
    delete_at: 0,
    team_id: input.team_id,
    type: input.type,
    display_name: input.display_name,
    name: input.name,
    header: input.header ?? '',
    purpose: input.purpose ?? '',
    last_post_at: 0,
    total_msg_count: 0,
    extra_update_at: 0,
    creator_id: input.creator_id,
    scheme_id: null,
    props: null,
    group_constrained: null,
    shared: input.type === 'D' ? false : null,
    total_msg_count_root: 0,
    policy_id: null,
    last_root_post_at: 0,
  };
  world.channels.set(channel.id, channel);
  world.channelMembers.set(channel.id, new Map<string, ChannelMember>());
  world.postsOf.set(channel.id, { rows: [], living: [] });
  return channel;
}

/** @throws {AppError} 400 unless it is lower case, with letters or digits at both ends, and neither short nor long. */
export function insistOnChannelName({ traits }: World, name: string): void {
  const wellFormed = /^[a-z0-9]([a-z0-9_-]*[a-z0-9])?$/.test(name);
  if (wellFormed && name.length >= traits.minChannelNameLength && name.length <= 64) return;
  const id = 'model.channel.is_valid.2_or_more.app_error';
  throw new AppError(400, id, 'Names of channels are two or more lower-case letters or digits.');
}

/** @throws {AppError} 404 for an unknown id. */
export function channelById(world: World, id: string): Channel {
  const channel = world.channels.get(id);
  if (!channel) {
    throw new AppError(404, 'app.channel.get.existing.app_error', 'Unable to find the existing channel.');
  }
  return channel;
}

/** A channel of the team by its name; direct and group channels are found under any team. */
export function findChannel(world: World, teamId: string, name: string): Channel | undefined {
  return [...world.channels.values()].find(
    channel => channel.name === name && (channel.team_id === teamId || channel.team_id === ''),
  );
}

/** No channel of that name, or none that may be known of. */
export function channelMissing(): AppError {
  return new AppError(404, 'app.channel.get_by_name.missing.app_error', 'Channel does not exist.');
}

/** The channels as the server remembers them, which may be older than they are. */
export type CachedChannels = Map<string, { readonly channel: Channel; readonly expiresAt: number }>;

const cachedForMs = 30 * 60_000;

/**
 * A channel as calls for a single one show it.
 *
 * The server asks its table only when it remembers nothing, and forgets at every new post, but not when a post is
 * edited: until the next post, `last_post_at` is here what it was before the edit. Lists of channels show it.
 */
export function rememberedChannel(world: World, channel: Channel): Channel {
  const remembered = world.cachedChannels.get(channel.id);
  if (remembered && remembered.expiresAt > world.clock.now()) return remembered.channel;
  const shown = { ...channel };
  world.cachedChannels.set(channel.id, { channel: shown, expiresAt: world.clock.now() + cachedForMs });
  return shown;
}

/** The channel has changed in a way that the server notices. */
export function forgetCachedChannel(world: World, channelId: string): void {
  world.cachedChannels.delete(channelId);
}

/** Whether the user may see that the channel exists: public channels are seen by the whole team. */
export function maySeeChannel(world: World, userId: string, channel: Channel): boolean {
  const readable = mayInChannel(world, userId, channel.id, 'read_channel');
  if (channel.type !== 'O') return readable;
  return readable || mayInTeam(world, userId, channel.team_id, 'read_public_channel');
}

/** @throws {AppError} 404 for an unknown channel, 403 for one that the user may not see. */
export function visibleChannel(world: World, userId: string, id: string): Channel {
  const channel = channelById(world, id);
  if (!maySeeChannel(world, userId, channel)) throw notPermitted();
  return channel;
}

/** The channels that a user is in, by display name: those of one team with the direct and group ones, or all. */
export function channelsOf(world: World, userId: string, teamId?: string): Channel[] {
  return [...world.channels.values()]
    .filter(({ id, team_id, delete_at }) => {
      const wanted = teamId === undefined || team_id === teamId || team_id === '';
      return wanted && delete_at === 0 && world.channelMembers.get(id)?.has(userId);
    })
    .sort((a, b) => (a.display_name < b.display_name ? -1 : a.display_name > b.display_name ? 1 : 0));
}

/** A channel as it is shown. */
export function channelJson({ traits }: World, channel: Channel): object {
  const { last_root_post_at, ...rest } = channel;
  return traits.lastRootPostAtOnChannels ? { ...rest, last_root_post_at } : rest;
}
