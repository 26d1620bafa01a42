import { AsyncLocalStorage } from 'node:async_hooks';
import type { InboxPost } from '../post.ts';
import type { QueuedEntry } from './conversation-queue.ts';

/** A turn whose handler has not ended. */
export interface RunningTurn {
  readonly queued: QueuedEntry;
  readonly startedAt: number;
  /** Whether the handler called `turn.release()`, or has ended. */
  isReleased: boolean;
  /** Whether `stop` no longer waits for it: its outcome is not written any more. */
  isAbandoned: boolean;
  /** What happened to the post meanwhile, which matters if it must be retried. */
  change: InboxPost | 'deleted' | undefined;
  /** Called at its end, because the entry was queued again while it was ending. */
  onEnd: (() => void) | undefined;
}

/** The turn in whose handler the code runs, so that `stop` does not wait for the handler that calls it. */
export const currentTurn: AsyncLocalStorage<RunningTurn> = new AsyncLocalStorage();
