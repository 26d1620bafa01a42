import type {
  ChannelCreatedData,
  ChannelData,
  ChannelDeletedData,
  ChannelIdData,
  ChannelMemberData,
  DirectAddedData,
  GroupAddedData,
  HelloData,
  NewUserData,
  PostData,
  PostedData,
  ReactionData,
  StatusData,
  TeamData,
  TeamMemberData,
  TypingData,
  UserData,
  UserRemovedData,
} from './event-data.ts';

/** Where the server sent an event; empty fields do not narrow it. */
export interface Broadcast {
  /** Those left out, such as the person who is typing. */
  readonly omit_users: Readonly<Record<string, boolean>> | null;
  /** Sent to this person only. */
  readonly user_id: string;
  /** Sent to this channel's members. */
  readonly channel_id: string;
  /** Sent to this team's members. */
  readonly team_id: string;
}

/** What the events that this package knows carry, by Mattermost's name. */
export interface EventData {
  /** A new stream begins. You rarely need it: `ready` and `gap` tell what it means. */
  hello: HelloData;
  /** A post was written. Also sent to its own author, and for the server's own `system_…` posts. */
  posted: PostedData;
  /** A post's text or props changed. */
  post_edited: PostData;
  /** A post was deleted; its last text is still in it. */
  post_deleted: PostData;
  /** A post that only the bot sees, and that cannot be fetched later. */
  ephemeral_message: PostData;
  /** Somebody reacted. Adding the same reaction again sends this again. */
  reaction_added: ReactionData;
  /** A reaction was taken back, or was asked to be although it was not there. */
  reaction_removed: ReactionData;
  /** Somebody is typing in `broadcast.channel_id`; `parent_id` is the thread. */
  typing: TypingData;
  /** The bot's own presence changed; other people's is never sent. */
  status_change: StatusData;
  /** Somebody joined `broadcast.channel_id`. */
  user_added: TeamMemberData;
  /** Somebody left: others are told `user_id`, the removed bot itself is told `channel_id`. */
  user_removed: UserRemovedData;
  /** A direct channel with the bot came into being; its id is `broadcast.channel_id`. */
  direct_added: DirectAddedData;
  /** A group channel with the bot came into being; its id is `broadcast.channel_id`. */
  group_added: GroupAddedData;
  /** The bot created a channel; nobody else is told. */
  channel_created: ChannelCreatedData;
  /** A channel's name, header or purpose changed. */
  channel_updated: ChannelData;
  /** A channel was archived. 5.37 tells the whole team. */
  channel_deleted: ChannelDeletedData;
  /** A channel came back from the archive. */
  channel_restored: ChannelIdData;
  /** A channel turned from open to private. */
  channel_converted: ChannelIdData;
  /** The bot's roles or settings in a channel changed. */
  channel_member_updated: ChannelMemberData;
  /** The bot joined a team. */
  added_to_team: TeamMemberData;
  /** Somebody left a team. */
  leave_team: TeamMemberData;
  /** A team was renamed or reconfigured. */
  update_team: TeamData;
  /** A team was deleted. */
  delete_team: TeamData;
  /** An account was created. */
  new_user: NewUserData;
  /** An account changed: name, picture, deactivation. */
  user_updated: UserData;
}

/** The names of the events that have a type here. */
export type KnownEventName = keyof EventData;

/** What every event carries beside its name and data. */
export interface EventFrame {
  /** Whom the server sent it to. */
  readonly broadcast: Broadcast;
  /** Its number in the stream, which the socket has already checked. */
  readonly seq: number;
}

/** An event of a known name, its JSON strings already turned into objects. */
export type KnownEvent<Name extends KnownEventName = KnownEventName> = {
  [N in Name]: EventFrame & {
    /** Tells it from an `UnknownEvent`, so that testing `event.event` narrows `event.data`. */
    readonly known: true;
    /** Mattermost's name for what happened. */
    readonly event: N;
    /** What happened. */
    readonly data: EventData[N];
  };
}[Name];

/** An event without a type here: a plugin's, a newer server's, or one whose data could not be read. */
export interface UnknownEvent extends EventFrame {
  /** Tells it from a `KnownEvent`. */
  readonly known: false;
  /** Mattermost's name for what happened. */
  readonly event: string;
  /** As it came; JSON inside strings is left alone. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Anything that the server sends by itself. */
export type ServerEvent = KnownEvent | UnknownEvent;
