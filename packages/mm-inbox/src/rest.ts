import type { InboxPost } from './post.ts';

/** A team, as far as the inbox reads it. */
export interface InboxTeam {
  /** The team's id. */
  readonly id: string;
}

/** A channel, as far as the inbox reads it. */
export interface InboxChannel {
  /** The channel's id. */
  readonly id: string;
  /** `O` public, `P` private, `D` direct, `G` group. */
  readonly type: string;
  /** When something was last posted or edited, in milliseconds; 0 if never. */
  readonly last_post_at: number;
  /** When it was archived, in milliseconds; 0 if it was not. */
  readonly delete_at: number;
}

/** Several posts at once, as the server lists them. */
export interface InboxPostList {
  /** The posts that were asked for, newest first. */
  readonly order: readonly string[];
  /** Those posts and others of their threads, by id. */
  readonly posts: Readonly<Record<string, InboxPost>>;
  /** The next older post; empty at the end. */
  readonly prev_post_id: string;
}

/** Which channels to list: those that are not archived. */
export type InboxChannelFilter = Readonly<Record<string, never>>;

/** What goes with every call. */
export interface InboxCall {
  /** Gives up when aborted. */
  readonly signal: AbortSignal;
}

/** Which part of a long list to read. */
export interface InboxPage {
  /** Counted from 0. */
  readonly page: number;
  /** From 1 to 200. */
  readonly perPage: number;
}

/** Calls about teams. */
export interface InboxTeams {
  /** All teams of the account. */
  mine(call: InboxCall): Promise<readonly InboxTeam[]>;
}

/** Calls about channels. */
export interface InboxChannels {
  /** The account's channels of a team, and all its direct and group channels. */
  mine(teamId: string, filter: InboxChannelFilter, call: InboxCall): Promise<readonly InboxChannel[]>;
}

/** Calls about posts. */
export interface InboxPosts {
  /** What changed after a time, deleted posts and kept copies of edited ones included. */
  since(channelId: string, sinceMs: number, call: InboxCall): Promise<InboxPostList>;
  /** The newest posts of a channel. */
  page(channelId: string, page: InboxPage, call: InboxCall): Promise<InboxPostList>;
  /** Posts older than a post. */
  before(channelId: string, postId: string, page: InboxPage, call: InboxCall): Promise<InboxPostList>;
}

/** The calls that a catch-up makes; the client of `@clawmost/mm-rest` fits. */
export interface InboxRest {
  /** Teams. */
  readonly teams: InboxTeams;
  /** Channels. */
  readonly channels: InboxChannels;
  /** Posts. */
  readonly posts: InboxPosts;
}
