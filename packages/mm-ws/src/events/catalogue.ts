import {
  type Channel,
  type ChannelMember,
  readChannel,
  readChannelMember,
  readTeam,
  readUser,
  type Team,
  type User,
} from './channel.ts';
import { optionalTexts, type ReadField, texts } from './fields.ts';
import { type Post, type Reaction, readPost, readReaction } from './post.ts';

// To add an event type, add its name to `EventData` and to `jsonFields`; the compiler asks for the second.

/** What each known event carries, by Mattermost's name for the event. */
export interface EventData {
  /** A new stream begins. You rarely need this event: `ready` and `gap` say what it means. */
  hello: {
    /** The server's id for the stream. */
    readonly connection_id: string;
    /** Release, build, configuration and licence, joined by dots. */
    readonly server_version: string;
  };
  /** A post was written. Its own author gets this too; the server's own `system_…` posts come this way as well. */
  posted: {
    /** The post. `post.user_id` says who wrote it. */
    readonly post: Post;
    /** `O` public, `P` private, `D` direct, `G` group. */
    readonly channel_type: 'O' | 'P' | 'D' | 'G';
    /** The channel's name in addresses. */
    readonly channel_name: string;
    /** The channel's title; `@sender` in a direct channel. */
    readonly channel_display_name: string;
    /** `@username`, `System`, or a name that a webhook chose: never use it to decide who may do what. */
    readonly sender_name: string;
    /** Empty in direct and group channels. */
    readonly team_id: string;
    /** Ids of those mentioned. 5.37 sends the whole list, newer servers at most the receiver's own id. */
    readonly mentions?: readonly string[];
    /** Ids of those who follow the thread (newer servers). */
    readonly followers?: readonly string[];
  };
  /** A post's text or props changed. */
  post_edited: {
    /** The post as it is now. */
    readonly post: Post;
  };
  /** A post was deleted; its last text is still in it. */
  post_deleted: {
    /** The post as it is now. */
    readonly post: Post;
  };
  /** A post that only the bot sees, and that cannot be fetched later. */
  ephemeral_message: {
    /** The post as it is now. */
    readonly post: Post;
  };
  /** A person or bot added a reaction. Adding the same reaction again sends this again. */
  reaction_added: {
    /** The reaction: who, to which post, with which emoji. */
    readonly reaction: Reaction;
  };
  /** A reaction was removed, or its removal was asked for although it was not there. */
  reaction_removed: {
    /** The reaction: who, to which post, with which emoji. */
    readonly reaction: Reaction;
  };
  /** A user is typing in `broadcast.channel_id`. */
  typing: {
    /** The user who is typing. */
    readonly user_id: string;
    /** The thread's first post; empty outside threads. */
    readonly parent_id: string;
  };
  /** The bot's own presence changed; other users' presence is never sent. */
  status_change: {
    /** The bot's own id. */
    readonly user_id: string;
    /** `online`, `away`, `dnd` or `offline`. */
    readonly status: string;
  };
  /** A user joined `broadcast.channel_id`. */
  user_added: {
    /** The user. */
    readonly user_id: string;
    /** The team. */
    readonly team_id: string;
  };
  /** A user left a channel, or was removed from it. */
  user_removed: {
    /** The user who left; sent to those who are still in the channel. */
    readonly user_id?: string;
    /** The channel; sent to the user who was removed. */
    readonly channel_id?: string;
    /** The user who removed them. */
    readonly remover_id?: string;
  };
  /** A direct channel with the bot was created; its id is `broadcast.channel_id`. */
  direct_added: {
    /** The user who created it. */
    readonly creator_id?: string;
    /** The other user. */
    readonly teammate_id: string;
  };
  /** A group channel with the bot was created; its id is `broadcast.channel_id`. */
  group_added: {
    /** The ids of all members. */
    readonly teammate_ids: readonly string[];
  };
  /** The bot created a channel; only the bot gets this. */
  channel_created: {
    /** The channel. */
    readonly channel_id: string;
    /** The channel's team. */
    readonly team_id: string;
  };
  /** A channel's name, header or purpose changed. */
  channel_updated: {
    /** The channel as it is now. */
    readonly channel: Channel;
  };
  /** A channel was archived. 5.37 sends this to the whole team. */
  channel_deleted: {
    /** The channel. */
    readonly channel_id: string;
    /** When it was archived, in milliseconds since 1970. */
    readonly delete_at: number;
  };
  /** An archived channel was restored. */
  channel_restored: {
    /** The channel. */
    readonly channel_id: string;
  };
  /** A channel turned from public to private. */
  channel_converted: {
    /** The channel. */
    readonly channel_id: string;
  };
  /** The bot's roles or settings in a channel changed. */
  channel_member_updated: {
    /** The membership as it is now. */
    readonly channelMember: ChannelMember;
  };
  /** The bot joined a team. */
  added_to_team: {
    /** The user. */
    readonly user_id: string;
    /** The team. */
    readonly team_id: string;
  };
  /** A user left a team. */
  leave_team: {
    /** The user. */
    readonly user_id: string;
    /** The team. */
    readonly team_id: string;
  };
  /** A team was renamed or reconfigured. */
  update_team: {
    /** The team as it is now. */
    readonly team: Team;
  };
  /** A team was deleted. */
  delete_team: {
    /** The team as it is now. */
    readonly team: Team;
  };
  /** A deleted team was restored. */
  restore_team: {
    /** The team as it is now. */
    readonly team: Team;
  };
  /** An account was created. */
  new_user: {
    /** The id of the new account. */
    readonly user_id: string;
  };
  /** An account changed: name, picture, deactivation. */
  user_updated: {
    /** The account as it is now. */
    readonly user: User;
  };
}

/** The names of the events that have a type here. */
export type KnownEventName = keyof EventData;

type JsonFields = {
  readonly [Name in KnownEventName]: {
    readonly [Field in keyof EventData[Name]]?: ReadField<EventData[Name][Field]>;
  };
};

/**
 * Every known event, with those of its fields that Mattermost sends as JSON in a string. `user_updated.user` is an
 * object on the servers that we read, so a field that is an object already is accepted as well.
 */
export const jsonFields: JsonFields = {
  hello: {},
  posted: { post: readPost, mentions: optionalTexts, followers: optionalTexts },
  post_edited: { post: readPost },
  post_deleted: { post: readPost },
  ephemeral_message: { post: readPost },
  reaction_added: { reaction: readReaction },
  reaction_removed: { reaction: readReaction },
  typing: {},
  status_change: {},
  user_added: {},
  user_removed: {},
  direct_added: {},
  group_added: { teammate_ids: texts },
  channel_created: {},
  channel_updated: { channel: readChannel },
  channel_deleted: {},
  channel_restored: {},
  channel_converted: {},
  channel_member_updated: { channelMember: readChannelMember },
  added_to_team: {},
  leave_team: {},
  update_team: { team: readTeam },
  delete_team: { team: readTeam },
  restore_team: { team: readTeam },
  new_user: {},
  user_updated: { user: readUser },
};
