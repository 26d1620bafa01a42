import type { Channel, ChannelMember, Team, User } from './channel.ts';
import type { Post, Reaction } from './post.ts';

/** A new stream begins. */
export interface HelloData {
  /** The server's name for the stream. */
  readonly connection_id: string;
  /** Release, build, configuration and licence, joined by dots. */
  readonly server_version: string;
}

/** A post was written: by a person, a bot (this one included), a webhook or the server. */
export interface PostedData {
  /** The post. Decide by `post.user_id` who wrote it. */
  readonly post: Post;
  /** Open, private, direct or group. */
  readonly channel_type: Channel['type'];
  /** The channel's name in URLs. */
  readonly channel_name: string;
  /** The channel's title; `@sender` in a direct channel. */
  readonly channel_display_name: string;
  /** `@username`, `System`, or a name that a webhook chose: never decide by it who may do what. */
  readonly sender_name: string;
  /** Empty in direct and group channels. */
  readonly team_id: string;
  /** Ids of those mentioned. 5.37 sends the whole list, newer servers at most the receiver's own id. */
  readonly mentions?: readonly string[];
  /** Ids of those following the thread (newer servers). */
  readonly followers?: readonly string[];
}

/** Something about a post. */
export interface PostData {
  /** The post as it is now; a deleted one still has its last text. */
  readonly post: Post;
}

/** Something about a reaction. */
export interface ReactionData {
  /** Who reacted with what to which post. */
  readonly reaction: Reaction;
}

/** Somebody is typing. */
export interface TypingData {
  /** Who is. */
  readonly user_id: string;
  /** The thread's first post; empty outside threads. */
  readonly parent_id: string;
}

/** Somebody's presence. */
export interface StatusData {
  /** Whose. */
  readonly user_id: string;
  /** `online`, `away`, `dnd` or `offline`. */
  readonly status: string;
}

/** Somebody, in a team. */
export interface TeamMemberData {
  /** Who. */
  readonly user_id: string;
  /** In which team. */
  readonly team_id: string;
}

/** Somebody is no longer in a channel. */
export interface UserRemovedData {
  /** Who left: told to those who are still there. */
  readonly user_id?: string;
  /** Which channel: told to the one who was removed. */
  readonly channel_id?: string;
  /** Who removed them. */
  readonly remover_id?: string;
}

/** A direct channel with the bot came into being. */
export interface DirectAddedData {
  /** Who made it. */
  readonly creator_id?: string;
  /** The other person. */
  readonly teammate_id: string;
}

/** A group channel with the bot came into being. */
export interface GroupAddedData {
  /** Everybody in it. */
  readonly teammate_ids: readonly string[];
}

/** A channel, by id. */
export interface ChannelIdData {
  /** Which channel. */
  readonly channel_id: string;
}

/** The bot created a channel. */
export interface ChannelCreatedData extends ChannelIdData {
  /** In which team. */
  readonly team_id: string;
}

/** A channel was archived. */
export interface ChannelDeletedData extends ChannelIdData {
  /** When, in milliseconds since 1970. */
  readonly delete_at: number;
}

/** A channel that changed. */
export interface ChannelData {
  /** The channel as it is now. */
  readonly channel: Channel;
}

/** The bot's own place in a channel changed. */
export interface ChannelMemberData {
  /** Its roles and settings as they are now. */
  readonly channelMember: ChannelMember;
}

/** A team that changed. */
export interface TeamData {
  /** The team as it is now. */
  readonly team: Team;
}

/** A new account. */
export interface NewUserData {
  /** Whose. */
  readonly user_id: string;
}

/** An account that changed. */
export interface UserData {
  /** The account as it is now. */
  readonly user: User;
}
