import { AppError } from '../errors.ts';

/** The kinds of errors of a story; stable across releases, so safe to switch on. */
export type StoryErrorCode = 'not-seen' | 'seen' | 'refused';

/** Every error that a person, a team or a channel of the story throws, except a `TypeError` for a mistake of the test. */
export abstract class StoryError extends Error {
  /** Which of the subclasses this is. */
  abstract readonly code: StoryErrorCode;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A wait such as `sees` has timed out; the message lists what the person's client shows. */
export class NotSeenError extends StoryError {
  readonly code = 'not-seen';
}

/** A post has appeared that `doesNotSee` rules out; the message names it. */
export class SeenError extends StoryError {
  readonly code = 'seen';
}

/** The server refused an action of an account, as it would have refused it over REST. */
export class RefusedError extends StoryError {
  readonly code = 'refused';
  /** The HTTP status that a client would have got. */
  readonly status: number;
  /** Mattermost's error id, such as `api.context.permissions.app_error`. */
  readonly id: string;

  constructor(message: string, details: { readonly status: number; readonly id: string }, options?: ErrorOptions) {
    super(message, options);
    this.status = details.status;
    this.id = details.id;
  }
}

/** Runs an action of an account; turns the server's error into a `RefusedError` that names the account. */
export function asUser<T>(username: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw asRefusal(username, error);
  }
}

/** The same for an action that takes time. */
export async function asUserAsync<T>(username: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw asRefusal(username, error);
  }
}

function asRefusal(username: string, error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  const { status, id, message } = error;
  return new RefusedError(
    `the server refused ${username}: ${status} ${id}: ${message}`,
    { status, id },
    { cause: error },
  );
}
