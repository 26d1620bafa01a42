import { listChannels } from './catch-up/channels-to-read.ts';
import type { ResolvedOptions } from './options.ts';
import { messageOf, repeatUntilDone } from './repeat.ts';
import type { ListedChannel } from './rest.ts';
import type { ServerClock } from './server-clock.ts';
import type { StatusTracker } from './status-tracker.ts';

/** What the record of the first start needs. */
export interface FirstStartParts {
  readonly options: ResolvedOptions;
  readonly clock: ServerClock;
  readonly tracker: StatusTracker;
  readonly signal: AbortSignal;
  /** When `start` was called, on this machine's clock. */
  readonly calledAt: number;
}

/**
 * On the very first start, records the time from which on posts are handled: the call of `start`. Posts from before are
 * the past; posts from after are found by the catch-up, even if the server could not be reached for a while.
 */
export async function recordFirstStart({ options, clock, tracker, signal, calledAt }: FirstStartParts): Promise<void> {
  const { ledger, rest, testing, logger } = options;
  const record = async (): Promise<void> => {
    signal.throwIfAborted();
    if ((await ledger.progress()).startedAt !== undefined) return;
    const channels = await listChannels(rest, { signal }, []);
    const listedAt = testing.now();
    await clock.measure({ signal });
    const startedAt = startTime([...channels.values()], clock.fromLocal(calledAt), listedAt - calledAt);
    const marks = new Map([...channels].map(([id, { last_post_at }]) => [id, Math.min(last_post_at, startedAt)]));
    await ledger.advance({ startedAt, completeUntil: startedAt, marks });
  };
  await repeatUntilDone(record, {
    signal,
    testing,
    onFailure: (error, pause) => {
      const message = `the first start could not be recorded: ${messageOf(error)}`;
      logger.warn(`${message}; next attempt in ${pause} ms`);
      tracker.setProblem('record the first start', message);
    },
    onRecovered: () => tracker.setProblem('record the first start', undefined),
  });
}

/**
 * The time of the first start on the server's clock.
 *
 * The clocks can differ. A post that is newer than the list of channels is new in any case, so the time is never later
 * than the newest post of the list. And that post is at most as much newer than the start as the list took.
 */
export function startTime(channels: readonly ListedChannel[], calledAt: number, tookMs: number): number {
  const latest = Math.max(0, ...channels.map(({ last_post_at }) => last_post_at));
  return Math.min(latest, Math.max(calledAt, latest - tookMs));
}
