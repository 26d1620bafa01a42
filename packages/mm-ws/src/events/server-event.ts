import type { EventData, KnownEventName } from './catalogue.ts';

/** Where the server sent an event; an empty field does not narrow it. */
export interface Broadcast {
  /** The ids of those who do not get the event, such as the person who is typing. */
  readonly omit_users: Readonly<Record<string, boolean>> | null;
  /** Sent to this person only. */
  readonly user_id: string;
  /** Sent to this channel's members. */
  readonly channel_id: string;
  /** Sent to this team's members. */
  readonly team_id: string;
}

/** What every event carries in addition to its name and data. */
export interface EventFrame {
  /** Where the server sent it. */
  readonly broadcast: Broadcast;
  /** Its number in the stream, which the socket has already checked. */
  readonly seq: number;
}

/** An event of a known name, its JSON strings already turned into objects. */
export type KnownEvent<Name extends KnownEventName = KnownEventName> = {
  [N in Name]: EventFrame & {
    /** Separates it from an `UnknownEvent`, so that testing `event.event` narrows `event.data`. */
    readonly known: true;
    /** Mattermost's name for what happened. */
    readonly event: N;
    /** What happened. */
    readonly data: EventData[N];
  };
}[Name];

/** An event without a type here: a plugin's, a newer server's, or one whose data could not be read. */
export interface UnknownEvent extends EventFrame {
  /** Separates it from a `KnownEvent`. */
  readonly known: false;
  /** Mattermost's name for what happened. */
  readonly event: string;
  /** As the server sent it; JSON inside strings is left as text. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** An event from the server, known or not. */
export type ServerEvent = KnownEvent | UnknownEvent;
