/**
 * How long a `Retry-After` header asks us to wait, in milliseconds.
 *
 * Mattermost sends whole seconds from now; proxies in front of it may send a date. A header that was set twice arrives
 * joined by a comma: the first one counts.
 */
export function readRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\s*(\d{1,9})\s*(?:,|$)/.exec(header)?.[1];
  if (seconds !== undefined) return Number(seconds) * 1000;
  // `Date.parse` alone would make a date of nearly anything, "-5" included.
  const date = /^\w{3}, .+ GMT$/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
