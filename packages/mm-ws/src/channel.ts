/** A channel as the server sends it: the fields that a bot reads. */
export interface Channel {
  /** The channel's id. */
  readonly id: string;
  /** Open, private, direct or group. */
  readonly type: 'O' | 'P' | 'D' | 'G';
  /** Its name in URLs; a direct channel's is `<user id>__<user id>`. */
  readonly name: string;
  /** What people see; empty for a direct channel. */
  readonly display_name: string;
  /** Empty for direct and group channels. */
  readonly team_id: string;
  /** The line at the channel's top. */
  readonly header: string;
  /** What the channel is for. */
  readonly purpose: string;
  /** When it was archived; 0 means not. */
  readonly delete_at: number;
}

/** The bot's own membership of a channel. */
export interface ChannelMember {
  /** Where. */
  readonly channel_id: string;
  /** Who. */
  readonly user_id: string;
  /** Names of roles, separated by blanks. */
  readonly roles: string;
}

/** A team as the server sends it. */
export interface Team {
  /** The team's id. */
  readonly id: string;
  /** Its name in URLs. */
  readonly name: string;
  /** What people see. */
  readonly display_name: string;
  /** When it was deleted; 0 means not. */
  readonly delete_at: number;
}

/** A person or bot as the server sends it. */
export interface User {
  /** The user's id. */
  readonly id: string;
  /** Without `@`. */
  readonly username: string;
  /** When the account was deactivated; 0 means not. */
  readonly delete_at: number;
  /** The only reliable mark of a bot; absent for people. */
  readonly is_bot?: boolean;
}
