// Receiving posts
export { type Addition, createInbox, type Inbox } from './inbox.ts';
export type { CatchUpOptions, InboxOptions, Logger, RetentionOptions } from './options.ts';
export type { Accept, AcceptFacts, Handle, PostSource, Refusal, Turn, Verdict } from './turn.ts';
export type { InboxPost } from './post.ts';

// Looking at how it is
export type { CatchUpProgress, InboxState, InboxStatus, LastGap, LeftOut } from './status.ts';

// Where posts are kept
export { createMemoryLedger, type MemoryLedgerOptions } from './ledger/memory-ledger.ts';
export { createMemoryStore, type MemoryStore } from './ledger/memory-storage.ts';
export type { Entry, EntryState, NewEntry, Outcome, OutcomeKind } from './ledger/entry.ts';
export type { Lease, LeaseHolder } from './ledger/lease.ts';
export type {
  Advance,
  Batch,
  Claim,
  Counts,
  DeadLetter,
  Failure,
  Ledger,
  Progress,
  Pruning,
} from './ledger/ledger.ts';
export type { LedgerOptions } from './ledger/storage-ledger.ts';

// Handling failures
export {
  CorruptFileError,
  LeaseHeldError,
  LeaseLostError,
  LedgerClosedError,
  LedgerError,
  type LedgerErrorCode,
  NewerSchemaError,
} from './ledger/errors.ts';

// For those who bring their own client or socket
export type {
  InboxCall,
  InboxChannel,
  InboxChannelFilter,
  InboxChannels,
  InboxPage,
  InboxPostList,
  InboxPosts,
  InboxRest,
  InboxTeam,
  InboxTeams,
} from './rest.ts';
export type {
  InboxDisconnection,
  InboxEnding,
  InboxGap,
  InboxListener,
  InboxPostData,
  InboxPostEvent,
  InboxSession,
  InboxSocket,
  InboxSubscription,
} from './socket.ts';
