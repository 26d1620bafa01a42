import type { CallOptions } from '../options.ts';
import { everyPage } from '../paging.ts';
import { path } from '../path.ts';
import { type Channel, type ChannelMember, channelMemberSchema, channelSchema } from '../schemas/channel.ts';
import { listAnswer } from '../schemas/lenient.ts';
import { doneSchema } from '../schemas/system.ts';
import type { Send } from '../send.ts';

/** A channel to create in a team. */
export interface NewChannel {
  /** The team. */
  team_id: string;
  /** The name in addresses: lower-case letters, digits, `-` and `_`, 2 to 64 characters. */
  name: string;
  /** The name that people see. */
  display_name: string;
  /** `O` for a public one, `P` for a private one. */
  type: 'O' | 'P';
  /** What the channel is for, as plain text. */
  purpose?: string | undefined;
  /** The line above the posts, in Markdown. */
  header?: string | undefined;
}

/** Which channels to list. */
export interface ChannelFilter {
  /** Lists archived channels as well. @default false */
  include_deleted?: boolean | undefined;
}

/** Channels, direct and group messages, and their members. */
export interface ChannelsRoutes {
  /** @throws HttpError 404 when there is no such channel, 403 when the account may not read it. */
  get(id: string, call?: CallOptions): Promise<Channel>;
  /** By the name in its address, without the `~`. @throws HttpError 404 when the team has no such channel. */
  getByName(teamId: string, name: string, call?: CallOptions): Promise<Channel>;
  /** The direct channel of two users, the account itself and another one; it is created if there was none. */
  getDirect(userId: string, otherUserId: string, call?: CallOptions): Promise<Channel>;
  /** The group channel of 3 to 8 users, the account itself among them; it is created if there was none. */
  getGroup(userIds: readonly string[], call?: CallOptions): Promise<Channel>;
  /** Creates a channel; the account becomes a member. @throws HttpError 400 when the name is taken. */
  create(channel: NewChannel, call?: CallOptions): Promise<Channel>;
  /** The channels of a team that the account is a member of, and all its direct and group channels. */
  mine(teamId: string, filter?: ChannelFilter, call?: CallOptions): Promise<Channel[]>;
  /**
   * The account's channels in all teams, archived ones left out; for an account that may be in no team, whose direct channels
   * `mine` cannot list. Servers have this route from 9.11 on, some also before.
   * @throws HttpError 404 on older servers
   */
  listAll(call?: CallOptions): Promise<Channel[]>;
  /** The account's own memberships of those channels: up to when it has seen each, and how often it was mentioned. */
  myMemberships(teamId: string, call?: CallOptions): Promise<ChannelMember[]>;
  /** Public channels of a team, and the account's own private ones, by a part of their name. */
  search(teamId: string, term: string, call?: CallOptions): Promise<Channel[]>;
  /** All members of a channel, page by page as you read on. */
  members(channelId: string, call?: CallOptions): AsyncIterable<ChannelMember>;
  /** One membership. @throws HttpError 404 when the user is not a member. */
  getMember(channelId: string, userId: string, call?: CallOptions): Promise<ChannelMember>;
  /** Marks a channel as seen by the account. */
  view(channelId: string, call?: CallOptions): Promise<void>;
  /** Adds a user, who must be a member of the channel's team. */
  addMember(channelId: string, userId: string, call?: CallOptions): Promise<ChannelMember>;
  /**
   * Removes a user; by removing itself, the account leaves.
   * @throws HttpError 404 when the user is not a member; also when the answer to a first attempt was lost.
   */
  removeMember(channelId: string, userId: string, call?: CallOptions): Promise<void>;
}

const channelsSchema = listAnswer(channelSchema);
const membersSchema = listAnswer(channelMemberSchema);

export function channelsRoutes(send: Send): ChannelsRoutes {
  return {
    get: async (id, call) => send({ method: 'GET', path: path`/channels/${id}`, schema: channelSchema }, call),
    getByName: async (teamId, name, call) =>
      send({ method: 'GET', path: path`/teams/${teamId}/channels/name/${name}`, schema: channelSchema }, call),
    getDirect: async (userId, otherUserId, call) =>
      send({ ...find, path: '/channels/direct', body: [userId, otherUserId], schema: channelSchema }, call),
    getGroup: async (userIds, call) =>
      send({ ...find, path: '/channels/group', body: userIds, schema: channelSchema }, call),
    create: async (channel, call) =>
      send({ method: 'POST', path: '/channels', body: channel, schema: channelSchema }, call),
    mine: async (teamId, filter = {}, call) => {
      const query = { include_deleted: filter.include_deleted };
      return send(
        { method: 'GET', path: path`/users/me/teams/${teamId}/channels`, query, schema: channelsSchema },
        call,
      );
    },
    listAll: async call => send({ method: 'GET', path: '/users/me/channels', schema: channelsSchema }, call),
    myMemberships: async (teamId, call) =>
      send({ method: 'GET', path: path`/users/me/teams/${teamId}/channels/members`, schema: membersSchema }, call),
    search: async (teamId, term, call) => {
      const route = path`/teams/${teamId}/channels/search`;
      return send({ ...find, lane: 'read', path: route, body: { term }, schema: channelsSchema }, call);
    },
    members: (channelId, call) =>
      everyPage<ChannelMember>(
        ({ user_id }) => user_id,
        page =>
          send({ method: 'GET', path: path`/channels/${channelId}/members`, query: page, schema: membersSchema }, call),
      ),
    getMember: async (channelId, userId, call) =>
      send({ method: 'GET', path: path`/channels/${channelId}/members/${userId}`, schema: channelMemberSchema }, call),
    view: async (channelId, call) => {
      const body = { channel_id: channelId };
      return send({ ...find, path: '/channels/members/me/view', body, schema: doneSchema }, call);
    },
    addMember: async (channelId, userId, call) => {
      const route = path`/channels/${channelId}/members`;
      return send({ ...find, path: route, body: { user_id: userId }, schema: channelMemberSchema }, call);
    },
    removeMember: async (channelId, userId, call) => {
      const route = path`/channels/${channelId}/members/${userId}`;
      return send({ method: 'DELETE', path: route, idempotent: true, schema: doneSchema }, call);
    },
  };
}

/** A POST that changes nothing the second time, so doing it again does no harm. */
const find = { method: 'POST', idempotent: true } as const;
