import { vi } from 'vitest';

interface Sleeper {
  readonly ms: number;
  readonly due: number;
  wake(): void;
}

/** A `sleep` whose time passes only when a test says so. */
export class ManualTime {
  #now = 0;
  readonly #sleepers = new Set<Sleeper>();

  /** Give this as the `sleep` option. */
  readonly sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const giveUp = (): void => {
        this.#sleepers.delete(sleeper);
        reject(signal?.reason as Error);
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      const sleeper = { ms, due: this.#now + ms, wake };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', giveUp);
    });

  /** How long each of those who wait asked to wait. */
  get waits(): number[] {
    return [...this.#sleepers].map(({ ms }) => ms);
  }

  /** Wakes all that are due within the next `ms`. */
  pass(ms: number): void {
    this.#now += ms;
    for (const sleeper of this.#sleepers) {
      if (sleeper.due > this.#now) continue;
      this.#sleepers.delete(sleeper);
      sleeper.wake();
    }
  }

  /** Lets time pass once somebody waits for exactly `ms`. */
  async passOnce(ms: number): Promise<void> {
    await vi.waitFor(() => {
      if (!this.waits.includes(ms)) throw new Error(`nobody waits ${ms} ms, only ${this.waits.join(', ')}`);
    });
    this.pass(ms);
  }
}
