import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openLocalFileSafely } from 'openclaw/plugin-sdk/security-runtime';
import type { AnswerFile } from '../../storage/pending-files.ts';
import type { ReplyPayload } from '../reply-text.ts';
import { fileName, type MemoryFile, nameOfPath, nameOfUrl } from './answer-file.ts';

/** What OpenClaw lets a sender read from this machine. */
export interface MediaAccess {
  /** The folders whose files may be sent. */
  readonly roots: readonly string[];
  /** Reads other files that OpenClaw allows, such as those of a sandbox; it also knows what a relative path means. */
  readonly readFile?: ((path: string, options?: { maxBytes?: number }) => Promise<Uint8Array>) | undefined;
  /** The most that is read into memory, in bytes. */
  readonly maxBytes?: number | undefined;
}

/** Whether a payload has files. */
export function hasFiles(payload: ReplyPayload): boolean {
  return sourcesOf(payload).length > 0;
}

/**
 * The files of a payload, in its order. One that OpenClaw's rules do not let out of this machine is among them as unsent:
 * what a model writes may name any path.
 */
export async function admitFiles(payload: ReplyPayload, access: MediaAccess): Promise<(AnswerFile | MemoryFile)[]> {
  const { attachments = [] } = payload;
  return Promise.all(
    sourcesOf(payload).map((source, index) => {
      const name = attachments[index]?.name;
      return admitFile(source, name === undefined ? undefined : fileName(name), access);
    }),
  );
}

function sourcesOf({ mediaUrls, mediaUrl }: ReplyPayload): readonly string[] {
  const sources = mediaUrls?.length ? mediaUrls : [mediaUrl ?? ''];
  return sources.map(source => source.trim()).filter(source => source !== '');
}

/** One file by its path or web address. */
export async function admitFile(
  source: string,
  name: string | undefined,
  { roots, readFile, maxBytes }: MediaAccess,
): Promise<AnswerFile | MemoryFile> {
  if (/^https?:\/\//i.test(source)) {
    if (!URL.canParse(source)) return { is: 'unsent', name: name ?? fileName(source), why: { code: 'not-found' } };
    return { is: 'remote', name: name ?? nameOfUrl(source), url: source };
  }
  const path = pathOf(source);
  const known = { name: name ?? nameOfPath(path) };
  // What a relative path means, only OpenClaw's own function knows; without it, a folder that has the file is meant.
  const candidates = isAbsolute(path) ? [path] : readFile ? [] : roots.map(root => resolve(root, path));
  for (const candidate of candidates) {
    const real = await findInRoots(candidate, roots);
    if (real !== undefined) return { is: 'local', ...known, path: real };
  }
  if (!readFile) {
    const isInside = (await realRoots(roots)).some(root => contains(root, resolve(path)));
    return { is: 'unsent', ...known, why: { code: isInside ? 'not-found' : 'not-allowed' } };
  }
  try {
    const content = await readFile(path, maxBytes === undefined ? {} : { maxBytes });
    return { is: 'memory', ...known, content: new Uint8Array(content) };
  } catch (error) {
    return { is: 'unsent', ...known, why: { code: codeOf(error) === 'not-found' ? 'not-found' : 'not-allowed' } };
  }
}

function pathOf(source: string): string {
  if (!/^file:/i.test(source)) return source;
  try {
    return fileURLToPath(source);
  } catch {
    return source;
  }
}

/** The real path of a regular file below one of the folders; `undefined` for everything else. */
async function findInRoots(path: string, roots: readonly string[]): Promise<string | undefined> {
  try {
    const { handle, realPath, stat } = await openLocalFileSafely({ filePath: await realpath(path) });
    await handle.close();
    const isInside = (await realRoots(roots)).some(root => contains(root, realPath));
    return stat.isFile() && isInside ? realPath : undefined;
  } catch {
    return undefined;
  }
}

async function realRoots(roots: readonly string[]): Promise<string[]> {
  return Promise.all(roots.map(root => realpath(root).catch(() => resolve(root))));
}

function contains(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
