/** Options of every call. A client may leave out what it does not know, except the signal. */
export interface CallOptions {
  /** Cancels the call. */
  readonly signal?: AbortSignal | undefined;
  /** How often the client may send the call. It is 1 when a direct channel is opened: this package tries again itself. */
  readonly maxAttempts?: number | undefined;
  /** How long the call may take, in milliseconds. */
  readonly timeoutMs?: number | undefined;
}

/** A person or a bot, as far as targets need it. */
export interface ListedUser {
  /** The user's id. */
  readonly id: string;
  /** In lower case. */
  readonly username: string;
  /** Empty where the server hides full names. */
  readonly first_name: string;
  /** Empty where the server hides full names. */
  readonly last_name: string;
  /** Often empty. */
  readonly nickname: string;
  /** Whether it is a bot. */
  readonly is_bot: boolean;
  /** When the account was deactivated, in milliseconds; 0 if it is active. */
  readonly delete_at: number;
}

/** A channel, as far as targets need it. */
export interface ListedChannel {
  /** The channel's id. */
  readonly id: string;
  /** `O` public, `P` private, `D` direct, `G` group. */
  readonly type: string;
  /** Empty for direct and group channels. */
  readonly team_id: string;
  /** The name in addresses, in lower case. */
  readonly name: string;
  /** The name that people see. */
  readonly display_name: string;
  /** When it was archived, in milliseconds; 0 if it was not. */
  readonly delete_at: number;
}

/** A team, as far as targets need it. */
export interface ListedTeam {
  /** The team's id. */
  readonly id: string;
  /** The name in addresses, in lower case. */
  readonly name: string;
}

/** The users that a search has found. */
interface UserList {
  /** The users. */
  readonly users: readonly ListedUser[];
}

/** A post, as far as targets need it. */
interface ListedPost {
  /** The channel. */
  readonly channel_id: string;
  /** The first post of the thread; empty when it is the first one, or in none. */
  readonly root_id: string;
}

/**
 * The calls that targets need; a plain member may make all of them. The client of `@clawmost/mm-rest` has them. Another
 * client can, when its errors have Mattermost's `status` and `id`: a 404 without an `id` may come from a proxy, and
 * never means that there is no such user.
 */
export interface TargetsRest {
  /** Calls about users. */
  readonly users: {
    /** The account itself. */
    me(call?: CallOptions): Promise<ListedUser>;
    /** One user. */
    get(id: string, call?: CallOptions): Promise<ListedUser>;
    /** One user, by a user name in lower case. */
    getByUsername(username: string, call?: CallOptions): Promise<ListedUser>;
    /** Members of a team whose name begins with a text (`GET /users/autocomplete`). */
    autocomplete(
      wanted: { readonly name: string; readonly in_team: string; readonly limit: number },
      call?: CallOptions,
    ): Promise<UserList>;
    /** All members of a team, fetched in pages as you read on. */
    inTeam(teamId: string, call?: CallOptions): AsyncIterable<ListedUser>;
  };
  /** Calls about teams. */
  readonly teams: {
    /** All teams of the account. */
    mine(call?: CallOptions): Promise<readonly ListedTeam[]>;
  };
  /** Calls about channels. */
  readonly channels: {
    /** One channel. */
    get(id: string, call?: CallOptions): Promise<ListedChannel>;
    /** A channel of a team, by its name in addresses. */
    getByName(teamId: string, name: string, call?: CallOptions): Promise<ListedChannel>;
    /** The account's channels in a team, and all its direct and group channels. */
    mine(
      teamId: string,
      filter: Readonly<Record<string, never>>,
      call?: CallOptions,
    ): Promise<readonly ListedChannel[]>;
    /** The direct channel of two users; it is created if there was none. */
    getDirect(userId: string, otherUserId: string, call?: CallOptions): Promise<ListedChannel>;
  };
  /** Calls about posts. */
  readonly posts: {
    /** One post. */
    get(id: string, call?: CallOptions): Promise<ListedPost>;
  };
}

/** What Mattermost said about a failed call; `undefined` when the answer did not come from Mattermost itself. */
function refusalOf(error: unknown): { readonly status: number; readonly id: string } | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { status, id } = error as { status?: unknown; id?: unknown };
  return typeof status === 'number' && typeof id === 'string' && id !== '' ? { status, id } : undefined;
}

/** Whether Mattermost itself says that it has no such thing. The id of an unknown route says that the address is wrong. */
export function isMissing(error: unknown): boolean {
  const refusal = refusalOf(error);
  return refusal?.status === 404 && refusal.id !== 'api.context.404.app_error';
}

/** Whether Mattermost itself says that the account may not see something. */
export function isForbidden(error: unknown): boolean {
  return refusalOf(error)?.status === 403;
}

/** Whether Mattermost itself refuses a call with this error id. */
export function hasErrorId(error: unknown, id: string): boolean {
  return refusalOf(error)?.id === id;
}
