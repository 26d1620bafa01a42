import { posix, win32 } from 'node:path';
import type { ReadyFile, UnsentFile } from '../../storage/pending-files.ts';

/** A file that OpenClaw has read for us. It is uploaded before its answer is written to disk. */
export interface MemoryFile {
  readonly is: 'memory';
  readonly name: string;
  readonly content: Uint8Array<ArrayBuffer>;
}

/** The ids of the files that are on the server. */
export function uploadedIds(files: readonly ReadyFile[] = []): string[] {
  return files.flatMap(file => (file.is === 'uploaded' ? file.id : []));
}

/** Names the caller of a send the files that cannot be sent, before anything of it is visible. */
export class FilesNotSentError extends Error {
  override readonly name = 'FilesNotSentError';
  readonly files: readonly UnsentFile[];

  constructor(files: readonly UnsentFile[], describe: (file: UnsentFile) => string) {
    super(`Nothing was sent. ${files.map(describe).join(' ')}`);
    this.files = files;
  }
}

/** Mattermost keeps no longer name. */
const longestName = 256;

/** Makes a name that a server accepts: without folders, without control characters, and not too long. */
export function fileName(name: string): string {
  const last = posix.basename(name);
  const clean = last
    .toWellFormed()
    .replace(/\p{Cc}/gu, '')
    .trim();
  const characters = Array.from(clean);
  if (characters.length <= longestName) return clean || 'file';
  const extension = Array.from(posix.extname(clean)).slice(0, 20);
  return [...characters.slice(0, longestName - extension.length), ...extension].join('');
}

/** The name in a path of this machine, without the id that OpenClaw adds when it copies a file. */
export function nameOfPath(path: string): string {
  const last = process.platform === 'win32' ? win32.basename(path) : posix.basename(path);
  return fileName(last.replace(/---[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?=\.[^.]*$|$)/i, ''));
}

/** The name in a web address. */
export function nameOfUrl(url: string): string {
  const { pathname, hostname } = new URL(url);
  let last = pathname.split('/').findLast(Boolean) ?? hostname;
  try {
    last = decodeURIComponent(last);
  } catch {
    // A percent sign that encodes nothing.
  }
  return fileName(last);
}
