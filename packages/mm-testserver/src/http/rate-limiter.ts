/** The settings of the rate limiter, by Mattermost's names. */
export interface RateLimitSettings {
  /** Requests per second. @default 10 */
  readonly PerSec?: number;
  /** How many more requests it allows at once. @default 100 */
  readonly MaxBurst?: number;
  /** Each IP address has its own bucket. @default true */
  readonly VaryByRemoteAddr?: boolean;
  /** Each user has their own bucket. Every request then counts twice, by token and by user. @default false */
  readonly VaryByUser?: boolean;
  /** A header that is part of the key, such as `X-Forwarded-For`. @default none */
  readonly VaryByHeader?: string;
}

/** Whether one request is allowed. */
export interface Verdict {
  readonly denied: boolean;
  /** For the answer; `Retry-After` only when denied. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What the buckets are chosen by. */
export interface Limited {
  /** Empty without one. */
  readonly token: string;
  readonly remoteAddress: string;
  /** The name is in lower case. */
  header(name: string): string;
}

/** The rate limiter of one server. */
export interface RateLimiter {
  /** Counts a request when it arrives. */
  arrive(limited: Limited): Verdict;
  /** Counts it again by user; `undefined` without `VaryByUser`. */
  signedIn(userId: string): Verdict | undefined;
}

/** How many buckets it keeps. */
const capacity = 10_000;

/**
 * Counts like the real server (GCRA): each bucket has a time at which it is full again, and every request moves this time
 * on by one interval. A request that would move it too far is denied, and does not move it.
 *
 * @throws {TypeError} for an invalid `PerSec` or `MaxBurst`.
 */
export function createRateLimiter(settings: RateLimitSettings, now: () => number): RateLimiter {
  insistOnRateLimit(settings);
  const { PerSec = 10, MaxBurst = 100, VaryByRemoteAddr = true, VaryByUser = false, VaryByHeader = '' } = settings;
  const intervalMs = 1_000 / PerSec;
  const toleranceMs = intervalMs * (MaxBurst + 1);
  const fullAt = new Map<string, number>();

  function count(key: string): Verdict {
    const time = now();
    const before = Math.max(fullAt.get(key) ?? time, time);
    const after = before + intervalMs;
    const waitMs = after - toleranceMs - time;
    // Fractions such as thirds of a second are not exact.
    const denied = waitMs > 1e-6;
    if (!denied) remember(key, after);
    const untilFullMs = (denied ? before : after) - time;
    const remaining = Math.max(0, Math.floor((toleranceMs - untilFullMs) / intervalMs + 1e-9));
    return {
      denied,
      headers: {
        'X-Ratelimit-Limit': String(MaxBurst + 1),
        'X-Ratelimit-Remaining': String(remaining),
        'X-Ratelimit-Reset': seconds(untilFullMs),
        ...(denied && { 'Retry-After': seconds(waitMs) }),
      },
    };
  }

  function remember(key: string, time: number): void {
    fullAt.delete(key);
    fullAt.set(key, time);
    const [oldest] = fullAt.keys();
    if (fullAt.size > capacity && oldest !== undefined) fullAt.delete(oldest);
  }

  return {
    arrive({ token, remoteAddress, header }) {
      const byAddress = VaryByRemoteAddr ? remoteAddress : '';
      const key = VaryByUser && token !== '' ? token : byAddress;
      return count(key + (VaryByHeader === '' ? '' : header(VaryByHeader.toLowerCase()).toLowerCase()));
    },
    signedIn: userId => (VaryByUser ? count(userId) : undefined),
  };
}

/** @throws {TypeError} for an invalid `PerSec` or `MaxBurst`. */
export function insistOnRateLimit({ PerSec = 10, MaxBurst = 100 }: RateLimitSettings): void {
  insistOnCount('PerSec', PerSec, 1);
  insistOnCount('MaxBurst', MaxBurst, 0);
}

function insistOnCount(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new TypeError(`rateLimit.${name} is ${value}; it must be a whole number, ${least} or more`);
}

function seconds(ms: number): string {
  return String(Math.ceil(ms / 1_000 - 1e-9));
}
