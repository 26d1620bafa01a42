/** What is remembered of conversations across restarts. Times are those of posts, on the server's clock. */
export interface Conversations {
  /** Up to which time the agent knows what was written in a session's conversation; `undefined` before its first turn. */
  seenUntil(sessionKey: string): Promise<number | undefined>;
  /** Notes that the agent knows everything up to a time. An earlier time than before changes nothing. */
  noteSeen(sessionKey: string, at: number): Promise<void>;
  /** The agent to which a thread was handed over. */
  agentOf(rootId: string): Promise<string | undefined>;
  /** Hands a thread over to an agent; `undefined` gives it back to the agent of the settings. */
  assignAgent(rootId: string, agentId: string | undefined): Promise<void>;
  /** Notes that a person was told something about a thread; false when they had been told before. */
  noteTold(rootId: string, userId: string, at: number): Promise<boolean>;
}

/** How long it is remembered what an agent has seen and who was told something: 90 days after the last time. */
export const conversationMs = 90 * 24 * 60 * 60_000;

/** How many handed-over threads are kept; the one that was handed over first goes first. */
export const mostThreadAgents = 10_000;
