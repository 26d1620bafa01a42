import type { UnsentReason } from '../texts.ts';

/** A file on this machine that may be sent. */
export interface LocalFile {
  readonly is: 'local';
  /** The name that people see. */
  readonly name: string;
  /** Where it really lies: no part of the path is a symbolic link. */
  readonly path: string;
}

/** A file behind a web address. */
export interface RemoteFile {
  readonly is: 'remote';
  readonly name: string;
  readonly url: string;
}

/** A file that is on the server, and on no post yet. */
export interface UploadedFile {
  readonly is: 'uploaded';
  readonly name: string;
  readonly id: string;
}

/** A file that cannot be sent; the answer says so in its text. */
export interface UnsentFile {
  readonly is: 'unsent';
  readonly name: string;
  readonly why: UnsentReason;
}

/** A file of an answer, as it is kept until the answer is posted. */
export type AnswerFile = LocalFile | RemoteFile | ReadyFile;

/** A file of which it is known whether it can be sent. */
export type ReadyFile = UploadedFile | UnsentFile;
