/** What an answer says about the server's rate limit. */
export interface BucketReading {
  /** How many calls fit into the full bucket: the server's `MaxBurst` plus one. */
  readonly limit: number;
  /** How many more it would have let through at that moment. */
  readonly remaining: number;
  /** In how many seconds the bucket will be full again, rounded up: a duration, not a clock time. */
  readonly resetSeconds: number;
}

/**
 * Our estimate of the server's bucket, on the careful side, so that the server does not refuse what we send by it.
 * Mattermost keeps one bucket for all routes.
 */
export interface Bucket {
  /** How many calls fit into it. */
  readonly size: number;
  /** How many could be sent at `at`; between two calls it is a fraction. */
  readonly tokens: number;
  /** On the clock that is passed as `now`, in milliseconds. */
  readonly at: number;
  /** How many calls it regains in a second, at least. */
  readonly perSecond: number;
  /** And at most; infinity as long as the answers leave that open, which those to the first calls do. */
  readonly mostPerSecond: number;
}

/** Mattermost's `PerSec` is a whole number, so no server regains less than this. */
const slowestPerSecond = 1;

/** Reads `X-Ratelimit-*`; `undefined` when one is missing or not a number. */
export function readBucket(headers: Headers): BucketReading | undefined {
  const limit = readCount(headers, 'x-ratelimit-limit');
  const remaining = readCount(headers, 'x-ratelimit-remaining');
  const resetSeconds = readCount(headers, 'x-ratelimit-reset');
  if (!limit || remaining === undefined || resetSeconds === undefined) return undefined;
  return { limit, remaining: Math.min(remaining, limit), resetSeconds };
}

/** A server that counts by user as well sends each header twice, which `fetch` joins: "4, 4". The first one counts. */
function readCount(headers: Headers, name: string): number | undefined {
  const digits = /^\s*(\d{1,9})\s*(?:,|$)/.exec(headers.get(name) ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** How many calls could be sent now. */
export function tokensAt({ size, tokens, at, perSecond }: Bucket, now: number): number {
  return Math.min(size, tokens + (Math.max(0, now - at) * perSecond) / 1000);
}

/** The bucket once a call has been sent. */
export function take(bucket: Bucket, now: number): Bucket {
  return { ...bucket, tokens: Math.max(0, tokensAt(bucket, now) - 1), at: now };
}

/**
 * How long until `tokens` calls could be sent, in milliseconds, all waiting ones counted: at least, if the server regains
 * them as fast as its answers allow, and at most.
 */
export function waitFor(
  bucket: Bucket,
  tokens: number,
  now: number,
): { readonly least: number; readonly most: number } {
  const missing = tokens - tokensAt(bucket, now);
  if (missing <= 0) return { least: 0, most: 0 };
  const { perSecond, mostPerSecond } = bucket;
  return { least: Math.floor((missing / mostPerSecond) * 1000), most: Math.ceil((missing / perSecond) * 1000) };
}

/**
 * Corrects the estimate by what an answer says.
 *
 * `unseen` is how many of our own calls the answer may not know of: those under way when its call was sent, and those
 * sent since. Other processes may spend the same bucket, so the estimate is never more than the answer says; and it is
 * never less than the answer says minus the unseen. Between the two, our own count is kept.
 */
export function learn(known: Bucket | undefined, reading: BucketReading, unseen: number, now: number): Bucket {
  const { limit: size, remaining, resetSeconds } = reading;
  // The bucket is refilled steadily, so what is missing from it and the time to fill it give the rate. Both are
  // rounded: between one less and exactly `size - remaining` are missing, and the time was rounded up.
  const missing = size - remaining;
  const slowest = Math.max(slowestPerSecond, resetSeconds === 0 ? 0 : (missing - 1) / resetSeconds);
  const fastest = resetSeconds > 1 ? missing / (resetSeconds - 1) : Number.POSITIVE_INFINITY;
  const least = Math.max(0, remaining - unseen);
  // Another size or rate: the server was reconfigured, or another one answers now.
  if (known === undefined || known.size !== size || known.perSecond > Math.max(fastest, slowestPerSecond)) {
    return { size, tokens: least, at: now, perSecond: slowest, mostPerSecond: Math.max(fastest, slowest) };
  }
  const tokens = Math.min(remaining, Math.max(least, tokensAt(known, now)));
  const perSecond = Math.max(known.perSecond, slowest);
  const mostPerSecond = Math.max(perSecond, Math.min(known.mostPerSecond, fastest));
  return { size, tokens, at: now, perSecond, mostPerSecond };
}
