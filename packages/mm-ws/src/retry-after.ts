// `@clawmost/mm-rest` has the same parser, because the libraries do not depend on each other. One table of cases,
// tests/cases/retry-after.json, holds both to the same answers.

/** The three forms of a date that RFC 9110 asks every reader to accept; the last one means UTC as well. */
const dateForms = [
  /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/,
  /^[A-Z][a-z]{5,8}, \d\d-[A-Z][a-z]{2}-\d\d \d\d:\d\d:\d\d GMT$/,
  /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/,
];

/** A larger number means no more than "very long", as RFC 9111 has it for the ages of cached answers. */
const longestMs = 2 ** 31 * 1_000;

/**
 * How long a `Retry-After` header asks us to wait, in milliseconds; `undefined` when it says nothing that makes sense.
 *
 * Mattermost sends whole seconds from now; a proxy may send a date. When the header was set twice, once by Mattermost
 * and once by a proxy, the values arrive joined by a comma: the longer wait satisfies both.
 */
export function readRetryAfter(header: string | null | undefined, now: number): number | undefined {
  // The comma after the day of the week belongs to a date.
  const values = header?.split(/,(?! \d\d[ -][A-Z])/) ?? [];
  const waits = values.flatMap(value => readOne(value.trim(), now) ?? []);
  return waits.length === 0 ? undefined : Math.max(...waits);
}

function readOne(value: string, now: number): number | undefined {
  if (/^\d+$/.test(value)) return Math.min(Number(value) * 1_000, longestMs);
  if (!dateForms.some(form => form.test(value))) return undefined;
  const date = Date.parse(value.endsWith('GMT') ? value : `${value} GMT`);
  return Number.isNaN(date) ? undefined : Math.min(Math.max(0, date - now), longestMs);
}
