import { HttpError, NetworkError, NotSentError, RequestTimeoutError, UnexpectedResponseError } from '@clawmost/mm-rest';

/**
 * Whether a call may work when it is made again a little later: the server could not be reached, was overloaded, or
 * something in front of it answered in its place.
 */
export function canWorkLater(error: unknown): boolean {
  if (error instanceof HttpError) return error.status === 429 || error.status >= 500;
  return (
    error instanceof NetworkError ||
    error instanceof RequestTimeoutError ||
    error instanceof UnexpectedResponseError ||
    error instanceof NotSentError
  );
}

/** How long to wait before the next attempt: a second, doubled each time, a minute at most, and a random half of it. */
export function pauseMs(attempt: number, random: () => number = Math.random): number {
  return Math.min(60_000, 1_000 * 2 ** Math.min(attempt, 6)) * (0.5 + random() / 2);
}
