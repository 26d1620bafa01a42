/** How many requests the server takes, by Mattermost's names. */
export interface RateLimitSettings {
  /** How many requests a second. @default 10 */
  readonly PerSec?: number;
  /** How many more at once. @default 100 */
  readonly MaxBurst?: number;
  /** Each address has a budget of its own. @default true */
  readonly VaryByRemoteAddr?: boolean;
  /** Each user has a budget of their own; every request is then counted twice, by its token and by its user. @default false */
  readonly VaryByUser?: boolean;
  /** A header that is part of the key, such as `X-Forwarded-For`. @default none */
  readonly VaryByHeader?: string;
}

/** What the limiter says about one request. */
export interface Verdict {
  readonly denied: boolean;
  /** As they go out; `Retry-After` only when denied. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Whose request it is. */
export interface Limited {
  /** Empty when there is none. */
  readonly token: string;
  readonly remoteAddress: string;
  /** By its name in lower case. */
  header(name: string): string;
}

/** The budgets of one server. */
export interface RateLimiter {
  /** Counts a request as it arrives, whatever it asks for. */
  arrive(limited: Limited): Verdict;
  /** Counts it once more when its user is known; `undefined` where users have no budgets. */
  signedIn(userId: string): Verdict | undefined;
}

/** How many keys are remembered. */
const capacity = 10_000;

/**
 * Counts as the real server does: each key has a time at which its bucket will be full again, which every request moves
 * on by one interval. A request that would move it too far is denied, and moves nothing.
 *
 * @throws {TypeError} for a rate that is no rate.
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
    // Sums of thirds of seconds do not come out even.
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

/** @throws {TypeError} for a rate that is no rate. */
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
