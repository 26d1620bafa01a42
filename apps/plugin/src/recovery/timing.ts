/** Every time of the recovery, in milliseconds. */
export const timing = {
  /** For so long a listing of the bot's posts in a channel is used again, when many posts are recovered there. */
  postedListingMs: 10_000,
  /** Between two looks for the end of a turn that another handler, or OpenClaw by itself, is to finish. */
  lookMs: 1_000,
  /** How long OpenClaw is trusted to resume a turn that could not be taken from it, before it is given the turn again. */
  hostResumptionMs: 15 * 60_000,
  /** A command that was written longer ago, and was missed, is not carried out: nobody expects it to take effect any more. */
  commandMs: 10 * 60_000,
  /** Records of turns and answers are deleted this long after they were written. */
  pruneAfterMs: 7 * 24 * 60 * 60_000,
} as const;

/** When this process began, in milliseconds since 1970: what OpenClaw wrote before is from the process that ended. */
export const processStart: number = Math.round(performance.timeOrigin);
