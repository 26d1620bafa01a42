/** What an operator should know although an account works. */
export interface Hint {
  /** What was found. */
  readonly message: string;
  /** What to do about it. */
  readonly fix: string;
}

/** What `openclaw channels status --json` shows of an account, in addition to OpenClaw's own fields. */
export interface AccountActivity {
  /** What the account is doing, such as `catching up (3 of 10 channels)`. */
  readonly activity: string;
  /** Posts that wait. */
  readonly queued: number;
  /** Posts whose turn OpenClaw has not begun yet. Not `running`: OpenClaw uses that name for the account itself. */
  readonly handingOver: number;
  /** Posts whose turn OpenClaw has begun. */
  readonly handedOver: number;
  /** Posts that were given up after too many failures. */
  readonly deadLetters: number;
  /** Missed posts that the catch-up did not read because of its limits. */
  readonly leftOut: number;
  readonly lastGapAt: number | undefined;
  readonly lastGapReason: string | undefined;
  /** The release of the Mattermost server, or `unknown`; absent before the first sign-in. */
  readonly serverVersion?: string;
  /** What an operator should know; absent when there is nothing. */
  readonly hints?: readonly Hint[];
}
