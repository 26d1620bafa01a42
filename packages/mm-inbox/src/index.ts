// Receiving posts
export { type Addition, createInbox, type Inbox } from './inbox.ts';
export type { CatchUpOptions, InboxOptions, Logger, RetentionOptions, TestingOptions } from './options.ts';
export type { Accept, AcceptFacts, Handle, PostSource, Turn } from './turn.ts';
export type { InboxPost } from './post.ts';

// Replying once
export { findReply, type ReplyContent, type ReplyOptions, type ReplyRest, replyTo } from './reply.ts';

// Watching the inbox
export type { CatchUpProgress, InboxState, InboxStatus } from './status.ts';

// Where posts are kept
export { createMemoryLedger, type MemoryLedgerOptions } from './ledger/memory-ledger.ts';
export { createMemoryStore, type MemoryStore } from './ledger/memory-storage.ts';
export type { Entry, EntryState, NewEntry, Outcome, OutcomeKind } from './ledger/entry.ts';
export type { LeaseHolder } from './ledger/lease.ts';
export type { LedgerOptions } from './ledger/storage-ledger.ts';

// Another database
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

// Handling failures
export {
  CorruptFileError,
  FileNotOpenedError,
  FileRemovedError,
  LeaseHeldError,
  LeaseLostError,
  LedgerClosedError,
  LedgerError,
  type LedgerErrorCode,
  NewerSchemaError,
} from './ledger/errors.ts';

// Another client or socket
export type { InboxRest } from './rest.ts';
export type { InboxSocket } from './socket.ts';
