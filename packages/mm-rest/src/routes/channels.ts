import type { CallOptions } from '../options.ts';
import { everyPage } from '../paging.ts';
import { path } from '../path.ts';
import { type Channel, type ChannelMember, channelMemberSchema, channelSchema } from '../schemas/channel.ts';
import { listAnswer } from '../schemas/lenient.ts';
import { doneSchema } from '../schemas/system.ts';
import type { Send } from '../send.ts';

/** Channels, direct and group messages, and who is in them. */
export interface ChannelsRoutes {
  /** @throws HttpError 404 when there is no such channel, 403 when the account may not read it. */
  get(id: string, call?: CallOptions): Promise<Channel>;
  /** By the name in its address, without the `~`. @throws HttpError 404 when the team has no such channel. */
  getByName(teamId: string, name: string, call?: CallOptions): Promise<Channel>;
  /** The direct channel of two users, one of whom must be the account itself; it is made if there was none. */
  getDirect(userId: string, otherUserId: string, call?: CallOptions): Promise<Channel>;
  /** The group channel of 3 to 8 users, the account itself among them; it is made if there was none. */
  getGroup(userIds: readonly string[], call?: CallOptions): Promise<Channel>;
  /** The channels of a team that the account is a member of, and all its direct and group channels. */
  mine(teamId: string, call?: CallOptions): Promise<Channel[]>;
  /** All members of a channel, page by page as you read on. */
  members(channelId: string, call?: CallOptions): AsyncIterable<ChannelMember>;
  /** One membership. @throws HttpError 404 when the user is not a member. */
  getMember(channelId: string, userId: string, call?: CallOptions): Promise<ChannelMember>;
  /** Adds a user, who must be a member of the channel's team. */
  addMember(channelId: string, userId: string, call?: CallOptions): Promise<ChannelMember>;
  /** Removes a user; removing the account itself means to leave. */
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
      send({ method: 'POST', path: '/channels/direct', body: [userId, otherUserId], schema: channelSchema }, call),
    getGroup: async (userIds, call) =>
      send({ method: 'POST', path: '/channels/group', body: userIds, schema: channelSchema }, call),
    mine: async (teamId, call) =>
      send({ method: 'GET', path: path`/users/me/teams/${teamId}/channels`, schema: channelsSchema }, call),
    members: (channelId, call) =>
      everyPage(async page =>
        send({ method: 'GET', path: path`/channels/${channelId}/members`, query: page, schema: membersSchema }, call),
      ),
    getMember: async (channelId, userId, call) =>
      send({ method: 'GET', path: path`/channels/${channelId}/members/${userId}`, schema: channelMemberSchema }, call),
    addMember: async (channelId, userId, call) => {
      const body = { user_id: userId };
      return send(
        { method: 'POST', path: path`/channels/${channelId}/members`, body, schema: channelMemberSchema },
        call,
      );
    },
    removeMember: async (channelId, userId, call) =>
      send({ method: 'DELETE', path: path`/channels/${channelId}/members/${userId}`, schema: doneSchema }, call),
  };
}
