import { createHash } from 'node:crypto';

/** Limits how many look-ups begin: `burst` at once, and then one more in each interval. */
export class LookUpBudget {
  readonly #burst: number;
  readonly #intervalMs: number;
  readonly #now: () => number;
  /** By command: when the budget would be full again. */
  readonly #fullAt = new Map<string, number>();

  constructor(burst: number, intervalMs: number, now: () => number) {
    this.#burst = burst;
    this.#intervalMs = intervalMs;
    this.#now = now;
  }

  /** Whether another look-up may begin for a command; if so, it counts. */
  take(commandId: string): boolean {
    const now = this.#now();
    const fullAt = Math.max(now, this.#fullAt.get(commandId) ?? 0);
    if (fullAt - now > (this.#burst - 1) * this.#intervalMs) return false;
    this.#fullAt.set(commandId, fullAt + this.#intervalMs);
    return true;
  }
}

/** Remembers for a few seconds which calls were refused, so that repeating them costs no look-up. Successes are not kept. */
export class RecentFailures<Why> {
  readonly #keptMs: number;
  readonly #most: number;
  readonly #now: () => number;
  readonly #failures = new Map<string, { readonly why: Why; readonly until: number }>();

  constructor(keptMs: number, most: number, now: () => number) {
    this.#keptMs = keptMs;
    this.#most = most;
    this.#now = now;
  }

  /** Why a call with this token was refused a moment ago; `undefined` when it was not. */
  get(commandId: string, token: string): Why | undefined {
    const key = keyOf(commandId, token);
    const failure = this.#failures.get(key);
    if (!failure) return undefined;
    if (failure.until > this.#now()) return failure.why;
    this.#failures.delete(key);
    return undefined;
  }

  add(commandId: string, token: string, why: Why): void {
    const key = keyOf(commandId, token);
    this.#failures.delete(key);
    this.#failures.set(key, { why, until: this.#now() + this.#keptMs });
    for (const oldest of this.#failures.keys()) {
      if (this.#failures.size <= this.#most) break;
      this.#failures.delete(oldest);
    }
  }
}

/** No token stays in memory longer than the call. */
function keyOf(commandId: string, token: string): string {
  return `${commandId} ${createHash('sha256').update(token).digest('base64')}`;
}
