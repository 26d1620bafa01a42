import type { LeaseHolder } from './lease.ts';

/** What is wrong with a ledger; stable across releases, so safe to switch on. */
export type LedgerErrorCode =
  | 'lease-held'
  | 'lease-lost'
  | 'closed'
  | 'not-opened'
  | 'corrupt'
  | 'newer-schema'
  | 'file-removed';

/** Every error of a ledger, except errors of the disk below it, such as a full one. */
export abstract class LedgerError extends Error {
  /** Which of the subclasses this is, for `switch` instead of `instanceof`. */
  abstract readonly code: LedgerErrorCode;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Another process runs this account: two of them would answer everything twice. */
export class LeaseHeldError extends LedgerError {
  readonly code = 'lease-held';
  /** The process that holds the lease. */
  readonly holder: LeaseHolder;
  /** The lease expires after this many milliseconds, unless its holder renews it. */
  readonly retryAfterMs: number;

  constructor(holder: LeaseHolder, retryAfterMs: number) {
    const seconds = Math.ceil(retryAfterMs / 1_000);
    super(
      `process ${holder.pid} on ${holder.host} runs this account already: stop it first. ` +
        `If it is gone, its lease expires in ${seconds} s`,
    );
    this.holder = holder;
    this.retryAfterMs = retryAfterMs;
  }
}

/** This process did not renew its lease for too long, and another process took over the account. */
export class LeaseLostError extends LedgerError {
  readonly code = 'lease-lost';

  constructor() {
    super('another process has taken over this account: this process writes nothing more');
  }
}

/** The ledger was closed. */
export class LedgerClosedError extends LedgerError {
  readonly code = 'closed';

  constructor() {
    super('the ledger is closed');
  }
}

/** The file cannot be opened. */
export class FileNotOpenedError extends LedgerError {
  readonly code = 'not-opened';
  /** The path of the file. */
  readonly file: string;

  constructor(file: string, why: string, options?: ErrorOptions) {
    super(`${file} cannot be opened (${why}): does its folder exist, and may this process write to it?`, options);
    this.file = file;
  }
}

/** The file was removed or replaced while it was open: what is written now would be lost. */
export class FileRemovedError extends LedgerError {
  readonly code = 'file-removed';
  /** The path of the file. */
  readonly file: string;

  constructor(file: string) {
    super(`${file} was removed or replaced while it was open. Stop the process before you move its file`);
    this.file = file;
  }
}

/** The file is damaged, or is not a database of ours. */
export class CorruptFileError extends LedgerError {
  readonly code = 'corrupt';
  /** The path of the file. */
  readonly file: string;

  constructor(file: string, why: string, options?: ErrorOptions) {
    super(
      `${file} cannot be read (${why}). Move it away, together with its -wal and -shm files, and start again: ` +
        'posts without an answer are then forgotten. Or restore a backup',
      options,
    );
    this.file = file;
  }
}

/** A newer release wrote the file. */
export class NewerSchemaError extends LedgerError {
  readonly code = 'newer-schema';
  /** The path of the file. */
  readonly file: string;

  constructor(file: string, namespace: string, found: number, known: number) {
    super(
      `${file} was written by a newer release: its ${namespace} tables are at version ${found}, and this release ` +
        `knows ${known}. Install that release again, or move the file away`,
    );
    this.file = file;
  }
}
