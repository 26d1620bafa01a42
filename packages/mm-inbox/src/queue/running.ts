import type { LedgerError } from '../ledger/errors.ts';
import type { InboxPost } from '../post.ts';
import type { Waiting } from './lineup.ts';

/** What the dispatcher asks and tells. */
export interface DispatcherHost {
  /** Whether posts of a channel may be handed over now. */
  isOpen(channelId: string): boolean;
  /** Whether the server can be reached: while it cannot, a failure is not the post's fault. */
  isOnline(): boolean;
  /** Something failed too often. */
  died(): void;
  /** The ledger is no longer ours. */
  ledgerLost(error: LedgerError): void;
}

/** One turn that is under way. */
export interface Running {
  readonly waiting: Waiting;
  handedOver: boolean;
  /** `stop` has given it up: what it says no longer counts. */
  abandoned: boolean;
  /** What became of the post meanwhile, in case it has to be tried again. */
  meanwhile: InboxPost | 'deleted' | undefined;
  /** To be called at its end: it was woken in the very moment in which it ended. */
  after: (() => void) | undefined;
}
