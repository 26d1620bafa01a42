import type { LeaseHolder } from './lease.ts';

/** What is wrong with a ledger, in one word; stable across releases, so safe to switch on. */
export type LedgerErrorCode = 'lease-held' | 'lease-lost' | 'closed' | 'corrupt' | 'newer-schema';

/** Every error of a ledger, except those of the disk below it. */
export abstract class LedgerError extends Error {
  /** Which of the subclasses this is, for those who rather `switch` than use `instanceof`. */
  abstract readonly code: LedgerErrorCode;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Another process runs this account: two of them would answer everything twice. */
export class LeaseHeldError extends LedgerError {
  readonly code = 'lease-held';
  /** Who does. */
  readonly holder: LeaseHolder;
  /** After so many milliseconds the lease is free, unless its holder gives a sign of life before. */
  readonly retryAfterMs: number;

  constructor(holder: LeaseHolder, retryAfterMs: number) {
    const seconds = Math.ceil(retryAfterMs / 1_000);
    super(
      `process ${holder.pid} on ${holder.host} runs this account already: stop it first. ` +
        `If it is gone, its claim ends in ${seconds} s`,
    );
    this.holder = holder;
    this.retryAfterMs = retryAfterMs;
  }
}

/** This process runs the account no longer: it gave no sign of life for too long, and another one took over. */
export class LeaseLostError extends LedgerError {
  readonly code = 'lease-lost';

  constructor() {
    super('another process has taken this account over: nothing more is written from here');
  }
}

/** The ledger was closed. */
export class LedgerClosedError extends LedgerError {
  readonly code = 'closed';

  constructor() {
    super('the ledger is closed');
  }
}

/** The file is damaged, or is none of ours. */
export class CorruptFileError extends LedgerError {
  readonly code = 'corrupt';
  /** Which file. */
  readonly file: string;

  constructor(file: string, why: string, options?: ErrorOptions) {
    super(
      `${file} cannot be read (${why}). Move it away, together with its -wal and -shm files, and start again: ` +
        'posts that were not answered yet are then forgotten. Or put a backup in its place',
      options,
    );
    this.file = file;
  }
}

/** The file was written by a newer release. */
export class NewerSchemaError extends LedgerError {
  readonly code = 'newer-schema';
  /** Which file. */
  readonly file: string;

  constructor(file: string, namespace: string, found: number, known: number) {
    super(
      `${file} was written by a newer release: its ${namespace} tables are at version ${found}, and this release ` +
        `knows ${known}. Install that release again, or move the file away`,
    );
    this.file = file;
  }
}
