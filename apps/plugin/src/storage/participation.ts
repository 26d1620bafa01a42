/** Remembers in which threads the bot has answered, across restarts. All times are the server's. */
export interface Participation {
  /**
   * When the bot had last answered in a thread, seen from the time `at`; `undefined` when it had not answered yet, or only
   * more than 7 days before.
   *
   * Pass the time at which a post was written: a catch-up or an edit looks at it later, when there may be an answer.
   */
  lastAnswerAt(rootId: string, at: number): Promise<number | undefined>;
  /** Notes an answer; the order of the calls does not matter. */
  note(rootId: string, at: number): Promise<void>;
}

/** How many threads are kept; the thread with the oldest last answer goes first. */
export const mostThreads = 5_000;
