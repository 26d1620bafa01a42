import { AppError, notPermitted } from '../errors.ts';
import type { ChannelMember } from './channel-members.ts';
import { mayInChannel, mayInTeam } from './permissions.ts';
import type { World } from './world.ts';

/** `O` public, `P` private, `D` direct between two users, `G` group of three to eight. */
export type ChannelType = 'O' | 'P' | 'D' | 'G';

/** A channel, as the server saves it. */
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
  /** How many posts were written, without system posts about joining and leaving. */
  total_msg_count: number;
  readonly extra_update_at: number;
  readonly creator_id: string;
  readonly scheme_id: null;
  readonly props: null;
  readonly group_constrained: null;
  readonly shared: boolean | null;
  /** The same, without replies. */
  total_msg_count_root: number;
  readonly policy_id: null;
  last_root_post_at: number;
}

/** The fields of a new channel. */
export type NewChannel = Pick<Channel, 'team_id' | 'name' | 'display_name' | 'type' | 'creator_id'> &
  Partial<Pick<Channel, 'header' | 'purpose'>>;

/** Saves a new channel, without members. */
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
    shared: input.type === 'D' || (input.type === 'G' && world.traits.sharedOnGroupChannels) ? false : null,
    total_msg_count_root: 0,
    policy_id: null,
    last_root_post_at: 0,
  };
  world.channels.set(channel.id, channel);
  world.channelMembers.set(channel.id, new Map<string, ChannelMember>());
  world.postsOf.set(channel.id, { rows: [], living: [] });
  return channel;
}

/** @throws {AppError} 400 unless the name is in lower case, begins and ends with a letter or digit, and has a valid length. */
export function insistOnChannelName({ traits }: World, name: string): void {
  const pattern = traits.channelNameEndsWithHyphen ? /^[a-z0-9][a-z0-9_-]*$/ : /^[a-z0-9]([a-z0-9_-]*[a-z0-9])?$/;
  const wellFormed = pattern.test(name);
  if (wellFormed && name.length >= traits.minChannelNameLength && name.length <= 64) return;
  const id = `model.channel.is_valid.${traits.minChannelNameLength}_or_more.app_error`;
  throw new AppError(
    400,
    id,
    `Names of channels are ${traits.minChannelNameLength} or more lower-case letters or digits.`,
  );
}

/** @throws {AppError} 404 for an unknown id. */
export function channelById(world: World, id: string): Channel {
  const channel = world.channels.get(id);
  if (!channel) {
    const which = world.traits.idInChannelMissing ? ` ${id}` : '';
    const message = `Unable to find the existing channel${which}.`;
    throw new AppError(404, 'app.channel.get.existing.app_error', message);
  }
  return channel;
}

/** Finds a channel of a team by its name; finds direct and group channels with any team. */
export function findChannel(world: World, teamId: string, name: string): Channel | undefined {
  return [...world.channels.values()].find(
    channel => channel.name === name && (channel.team_id === teamId || channel.team_id === ''),
  );
}

/** The error for an unknown channel name, and for channels that the caller may not see. */
export function channelMissing(): AppError {
  return new AppError(404, 'app.channel.get_by_name.missing.app_error', 'Channel does not exist.');
}

/** The server's cache of channels, which can be out of date. */
export type CachedChannels = Map<string, { readonly channel: Channel; readonly expiresAt: number }>;

const cachedForMs = 30 * 60_000;

/**
 * A channel as the routes for a single channel show it: from the cache.
 *
 * The server removes a channel from the cache after a new post, but not after an edit. Until the next post, these routes
 * show the old `last_post_at`, while lists of channels show the new one.
 */
export function cachedChannel(world: World, channel: Channel): Channel {
  const cached = world.cachedChannels.get(channel.id);
  if (cached && cached.expiresAt > world.clock.now()) return cached.channel;
  const shown = { ...channel };
  world.cachedChannels.set(channel.id, { channel: shown, expiresAt: world.clock.now() + cachedForMs });
  return shown;
}

/** Removes a channel from the cache. */
export function forgetCachedChannel(world: World, channelId: string): void {
  world.cachedChannels.delete(channelId);
}

/** Whether the user may see the channel: the whole team sees public channels. */
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

/** The channels of a user, sorted by display name: of one team with the direct and group channels, or all. */
export function channelsOf(world: World, userId: string, teamId?: string): Channel[] {
  return [...world.channels.values()]
    .filter(({ id, team_id, delete_at }) => {
      const wanted = teamId === undefined || team_id === teamId || team_id === '';
      return wanted && delete_at === 0 && world.channelMembers.get(id)?.has(userId);
    })
    .sort((a, b) => (a.display_name < b.display_name ? -1 : a.display_name > b.display_name ? 1 : 0));
}

/** The JSON of a channel. */
export function channelJson({ traits }: World, channel: Channel): object {
  const { last_root_post_at, ...rest } = channel;
  return {
    ...rest,
    ...(traits.lastRootPostAtOnChannels && { last_root_post_at }),
    ...(traits.policyFieldsOnChannels && { banner_info: null, policy_enforced: false, default_category_name: '' }),
  };
}
