import { AppError } from '../errors.ts';

/** What went wrong in a story, in one word. */
export type StoryErrorCode = 'not-seen' | 'refused';

/** Every error of a story: of those who speak, and of those who wait to see something. */
export abstract class StoryError extends Error {
  /** Which of the subclasses this is, for those who rather `switch` than use `instanceof`. */
  abstract readonly code: StoryErrorCode;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Somebody waited in vain; the message lists what was there instead. */
export class NotSeenError extends StoryError {
  readonly code = 'not-seen';
}

/** The server refused what somebody tried, as it would have refused it over REST. */
export class RefusedError extends StoryError {
  readonly code = 'refused';
  /** The HTTP status that a client would have got. */
  readonly status: number;
  /** Mattermost's name for the error, such as `api.context.permissions.app_error`. */
  readonly id: string;

  constructor(message: string, details: { readonly status: number; readonly id: string }, options?: ErrorOptions) {
    super(message, options);
    this.status = details.status;
    this.id = details.id;
  }
}

/** Does something in somebody's name. */
export function inTheNameOf<T>(who: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw asRefusal(who, error);
  }
}

/** The same for what takes its time. */
export async function asyncInTheNameOf<T>(who: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw asRefusal(who, error);
  }
}

function asRefusal(who: string, error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  const { status, id, message } = error;
  return new RefusedError(`${who} was refused: ${status} ${id}: ${message}`, { status, id }, { cause: error });
}
