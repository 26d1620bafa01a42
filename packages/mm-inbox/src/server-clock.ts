import type { ResolvedOptions } from './options.ts';
import { messageOf } from './repeat.ts';
import type { CallOptions } from './rest.ts';

/** A difference between the clocks that an administrator should know. */
const notableDifferenceMs = 120_000;

/** How far the server's clock is from this machine's. */
export class ServerClock {
  readonly #options: ResolvedOptions;
  #differenceMs = 0;
  #reportedMs = 0;

  constructor(options: ResolvedOptions) {
    this.#options = options;
  }

  /** The current time on the server's clock, as far as it is known; else on this machine's. */
  now(): number {
    return this.#options.testing.now() + this.#differenceMs;
  }

  /** Converts a time of this machine's clock to the server's. */
  fromLocal(time: number): number {
    return time + this.#differenceMs;
  }

  /** Asks the server for its time, if the client can do that. */
  async measure(call: CallOptions): Promise<void> {
    const { rest, testing, logger } = this.#options;
    if (rest.serverTime === undefined) return;
    try {
      const before = testing.now();
      const serverTime = await rest.serverTime(call);
      if (Number.isFinite(serverTime)) this.#set(serverTime - (before + testing.now()) / 2);
    } catch (error) {
      if (!call.signal.aborted) logger.debug(`the server's time is unknown: ${messageOf(error)}`);
    }
  }

  #set(differenceMs: number): void {
    this.#differenceMs = differenceMs;
    if (Math.abs(differenceMs - this.#reportedMs) < notableDifferenceMs) return;
    this.#reportedMs = differenceMs;
    const minutes = Math.round(Math.abs(differenceMs) / 60_000);
    const direction = differenceMs > 0 ? 'ahead of' : 'behind';
    this.#options.logger.warn(`the server's clock is about ${minutes} minutes ${direction} this machine's`);
  }
}
