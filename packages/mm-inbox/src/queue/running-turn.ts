import type { LedgerError } from '../ledger/errors.ts';
import type { InboxPost } from '../post.ts';
import type { QueuedEntry } from './conversation-queue.ts';

/** What the dispatcher asks and reports. */
export interface DispatcherCallbacks {
  /** Whether posts of a channel may be dispatched now. */
  isOpen(channelId: string): boolean;
  /** Whether the server can be reached. While it cannot, a failure is not the fault of the post. */
  isOnline(): boolean;
  /** An entry became a dead letter. */
  onDeadLetter(): void;
  /** The ledger can no longer be used by this process. */
  onLedgerLost(error: LedgerError): void;
}

/** A turn whose handler has not ended. */
export interface RunningTurn {
  readonly queued: QueuedEntry;
  /** Whether the handler called `turn.release()`, or has ended. */
  isReleased: boolean;
  /** Whether `stop` no longer waits for it: its outcome is not written any more. */
  isAbandoned: boolean;
  /** What happened to the post meanwhile, which matters if it must be retried. */
  change: InboxPost | 'deleted' | undefined;
  /** Called at its end, because the entry was queued again while it was ending. */
  onEnd: (() => void) | undefined;
}
