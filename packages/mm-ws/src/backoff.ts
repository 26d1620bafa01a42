const FIRST_RETRY_MS = 250;
const STEP_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;
const LONGEST_RETRY_AFTER_MS = 5 * 60_000;

/**
 * How long a connection must have been signed in to count as a success. Counting at the sign-in itself would let a
 * server that drops us right after it be called four times a second for ever.
 */
export const LASTING_MS = 10_000;

/**
 * How long to wait before the next try; `attempt` counts from 1 since the last connection that lasted.
 *
 * The first try comes within 250 ms, at random: at once would meet a server that has not noticed the loss of the old
 * connection, which costs the resume, and would bring all bots back in the same moment after a restart. Later tries
 * double up to a minute, each between half and the whole of its step. What the server asked for is a lower bound,
 * itself bounded to 5 minutes so that one odd answer cannot silence a bot for a day.
 */
export function retryDelay(attempt: number, random: () => number, retryAfterMs = 0): number {
  const asked = Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS);
  if (attempt <= 1) return Math.max(asked, random() * FIRST_RETRY_MS);
  const step = Math.min(LONGEST_RETRY_MS, STEP_MS * 2 ** (attempt - 2));
  return Math.max(asked, step / 2 + (random() * step) / 2);
}

/**
 * Reads a `Retry-After` header. Mattermost sends whole seconds from now; a proxy may send a date.
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
