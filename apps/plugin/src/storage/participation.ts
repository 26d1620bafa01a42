/** Remembers in which threads the bot has answered, across restarts. All times are the server's. */
export interface Participation {
  /**
   * When the bot had last answered in a thread, as it was at a time; `undefined` when it had not yet, or too long ago.
   *
   * Ask with the time at which a post was written: a post that is caught up with or edited later was still written
   * before the answer.
   */
  lastAnswerAt(rootId: string, at: number): Promise<number | undefined>;
  /** Notes an answer; the order of the calls does not matter. */
  note(rootId: string, at: number): Promise<void>;
}

/** How many threads are remembered; the one that was quiet longest is forgotten first. */
export const mostThreads = 5_000;
