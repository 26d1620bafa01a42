const firstRetryMs = 250;
const secondRetryMs = 1_000;
const longestRetryMs = 60_000;
const longestRetryAfterMs = 5 * 60_000;

/**
 * How long a connection must have been signed in to count as a success. If the sign-in itself counted, a server that
 * drops us right after it would be called four times a second for ever.
 */
export const successAfterMs = 2_000;

/**
 * How long after a first refusal the server is asked about the token again: a database that restarts makes Mattermost
 * refuse good tokens for a moment.
 */
export const confirmRefusalMs = 5_000;

/**
 * How long to wait before reconnecting; `attempt` counts from 1 since the last connection that was a success.
 *
 * The first try comes within 250 ms, at random: at once would meet a server that has not noticed the loss of the old
 * connection, which costs the resume, and would bring all bots back in the same moment after a restart. Later tries
 * wait 1 s, 2 s, 4 s … up to a minute, each at random between half and all of it. The server's `Retry-After` is a lower
 * bound, itself bounded to 5 minutes so that one odd answer cannot silence a bot for a day.
 */
export function retryDelay(attempt: number, random: () => number, retryAfterMs = 0): number {
  const asked = Math.min(retryAfterMs, longestRetryAfterMs);
  if (attempt <= 1) return Math.max(asked, random() * firstRetryMs);
  const delay = Math.min(longestRetryMs, secondRetryMs * 2 ** (attempt - 2));
  return Math.max(asked, delay / 2 + (random() * delay) / 2);
}
