/** The kind of a {@link SlashError}; stable across releases, so safe to switch on. */
export type SlashErrorCode = 'callback-url' | 'reply' | 'late-answer';

/**
 * The base of all errors of this package, except for `TypeError`, which is thrown for wrong options.
 *
 * A refused call and a command that could not be registered are not errors: they are values with a reason.
 */
export abstract class SlashError extends Error {
  /** The subclass, for a `switch`. */
  abstract readonly code: SlashErrorCode;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A callback URL that must not be given to Mattermost, or that it cannot call. */
export class CallbackUrlError extends SlashError {
  readonly code = 'callback-url';
}

/** A reply that Mattermost could not show, or that would show people what they must not see. */
export class ReplyError extends SlashError {
  readonly code = 'reply';
}

/** An answer to `response_url` was not accepted. */
export class LateAnswerError extends SlashError {
  readonly code = 'late-answer';
  /**
   * `expired` and `used-up`: the server takes no more answers, ever. `refused`: it did not take this one. `network`: no
   * answer came, and it may have taken it.
   */
  readonly reason: 'expired' | 'used-up' | 'refused' | 'network';
  /** The HTTP status; absent without an answer of the server. */
  readonly status: number | undefined;

  constructor(message: string, reason: LateAnswerError['reason'], options?: ErrorOptions & { status?: number }) {
    super(message, options);
    this.reason = reason;
    this.status = options?.status;
  }
}
