/** One decision: what was done about a post, and why. Never what the post says. */
export interface Decision {
  readonly postId: string;
  readonly channelId: string;
  readonly userId: string;
  /** When it was decided, in milliseconds since 1970. */
  readonly at: number;
  /** A stable code, such as `not-mentioned` or `delivered`. */
  readonly code: string;
}

/** Keeps the last decisions, so that the plugin can explain why it did not answer a post. */
export interface DecisionLog {
  note(decision: Decision): Promise<void>;
  /** The decisions about a post, oldest first. */
  about(postId: string): Promise<Decision[]>;
}

/** How many decisions are kept; the oldest go first. */
export const mostDecisions = 10_000;
