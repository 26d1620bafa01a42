import type { ServerPost } from './post.ts';

/** A channel, as far as the inbox reads it. */
export interface ListedChannel {
  /** The channel's id. */
  readonly id: string;
  /** `O` public, `P` private, `D` direct, `G` group. */
  readonly type: string;
  /** When the last post was written or edited, in milliseconds; 0 if never. */
  readonly last_post_at: number;
  /** When it was archived, in milliseconds; 0 if it was not. */
  readonly delete_at: number;
}

/** A list of posts as the server sends it. */
export interface PostPage {
  /** The ids of the posts that were asked for, newest first. */
  readonly order: readonly string[];
  /** Those posts and other posts of their threads, by id. */
  readonly posts: Readonly<Record<string, ServerPost>>;
  /** The next older post; empty at the end. */
  readonly prev_post_id: string;
}

/** Options of every call. */
export interface CallOptions {
  /** Cancels the call. */
  readonly signal: AbortSignal;
}

/** Which part of a long list to read. */
export interface PageRequest {
  /** Counted from 0. */
  readonly page: number;
  /** From 1 to 200. */
  readonly perPage: number;
}

/** A team, as far as the inbox reads it. */
interface ListedTeam {
  /** The team's id. */
  readonly id: string;
}

/** Calls that read a channel backwards, page by page. */
export interface PageReader {
  /** The newest posts of a channel. */
  page(channelId: string, page: PageRequest, call: CallOptions): Promise<PostPage>;
  /** Posts older than a post. */
  before(channelId: string, postId: string, page: PageRequest, call: CallOptions): Promise<PostPage>;
}

/** The REST calls that a catch-up needs. The client of `@clawmost/mm-rest` has them; any other client can. */
export interface InboxRest {
  /** Calls about teams. */
  readonly teams: {
    /** All teams of the account. */
    mine(call: CallOptions): Promise<readonly ListedTeam[]>;
  };
  /** Calls about channels. */
  readonly channels: {
    /** The account's channels in a team, and all its direct and group channels; without archived ones. */
    mine(teamId: string, filter: Readonly<Record<string, never>>, call: CallOptions): Promise<readonly ListedChannel[]>;
    /** The account's channels in all teams (`GET /users/me/channels`), for an account that is in no team. */
    listAll?(call: CallOptions): Promise<readonly ListedChannel[]>;
    /** One channel, for an account in no team on a server without `listAll`. */
    get?(channelId: string, call: CallOptions): Promise<ListedChannel>;
  };
  /** Calls about posts. */
  readonly posts: PageReader & {
    /** What changed after a time, including deleted posts and kept copies of edited ones. */
    since(channelId: string, sinceMs: number, call: CallOptions): Promise<PostPage>;
  };
  /** The server's clock in milliseconds, for example from the `Date` header of any answer. Without it, this machine's. */
  serverTime?(call: CallOptions): Promise<number>;
}
