import { openLocalFileSafely } from 'openclaw/plugin-sdk/security-runtime';
import { fetchWithSsrFGuard } from 'openclaw/plugin-sdk/ssrf-runtime';
import type { LocalFile, RemoteFile } from '../../storage/pending-files.ts';
import type { UnsentReason } from '../../texts.ts';
import type { MemoryFile } from './answer-file.ts';

/** The bytes of a file, to be read once. */
export interface OpenFile {
  readonly content: AsyncIterable<Uint8Array> | Uint8Array<ArrayBuffer>;
  /** In bytes; absent when a web server does not say. */
  readonly size: number | undefined;
  /** Call it when the content is not read after all. */
  readonly close: () => Promise<void>;
}

/** Why a file cannot be sent, although it was admitted. */
export class FileProblem extends Error {
  override readonly name = 'FileProblem';
  readonly why: UnsentReason;

  constructor(why: UnsentReason, options?: ErrorOptions) {
    super(why.code, options);
    this.why = why;
  }
}

/** Fetches a file from the web; replaced in tests, whose servers have private addresses. */
export type FetchFile = (
  url: string,
  signal: AbortSignal,
) => Promise<{ response: Response; release: () => Promise<void> }>;

/** Through OpenClaw's guard, also for accounts that may reach a private Mattermost: the agent chooses these addresses. */
const fetchPublic: FetchFile = (url, signal) =>
  fetchWithSsrFGuard({ url, signal, maxRedirects: 3, auditContext: 'mattermost-media' });

/**
 * Opens a file.
 *
 * @throws FileProblem when it is gone, is another file now, or cannot be fetched
 */
export async function openFile(
  file: LocalFile | RemoteFile | MemoryFile,
  signal: AbortSignal,
  fetchFile: FetchFile = fetchPublic,
): Promise<OpenFile> {
  switch (file.is) {
    case 'memory':
      return { content: file.content, size: file.content.byteLength, close: async () => {} };
    case 'local':
      return openLocal(file.path);
    case 'remote':
      return openRemote(file.url, signal, fetchFile);
  }
}

async function openLocal(path: string): Promise<OpenFile> {
  const opened = await openLocalFileSafely({ filePath: path }).catch(error => {
    throw new FileProblem({ code: 'not-found' }, { cause: error });
  });
  const { handle, realPath, stat } = opened;
  // A folder of the path was replaced by a link since the path was checked.
  if (realPath !== path || !stat.isFile()) {
    await handle.close();
    throw new FileProblem({ code: 'not-allowed' });
  }
  const stream = handle.createReadStream();
  return { content: stream, size: stat.size, close: async () => void stream.destroy() };
}

async function openRemote(url: string, signal: AbortSignal, fetchFile: FetchFile): Promise<OpenFile> {
  const { response, release } = await fetchFile(url, signal).catch(error => {
    signal.throwIfAborted();
    throw new FileProblem({ code: 'not-fetched' }, { cause: error });
  });
  if (!response.ok || response.body === null) {
    await release();
    throw new FileProblem({ code: 'not-fetched' });
  }
  const length = response.headers.get('content-length');
  const size = length === null || response.headers.has('content-encoding') ? undefined : Number(length);
  return { content: read(response.body, release), size, close: release };
}

async function* read(body: ReadableStream<Uint8Array>, release: () => Promise<void>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw new FileProblem({ code: 'not-fetched' }, { cause: error });
  } finally {
    await release();
  }
}
