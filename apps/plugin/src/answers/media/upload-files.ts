import { setTimeout as sleep } from 'node:timers/promises';
import {
  HttpError,
  NetworkError,
  OutcomeUnknownError,
  type RestClient,
  UnexpectedResponseError,
} from '@clawmost/mm-rest';
import type { ReadyAccount } from '../../server/ready-account.ts';
import type { AnswerFile, ReadyFile } from '../../storage/pending-files.ts';
import type { UnsentReason } from '../../texts.ts';
import { canWorkLater, pauseMs } from '../retry.ts';
import type { MemoryFile } from './answer-file.ts';
import { type FetchFile, FileProblem, type OpenFile, openFile } from './open-file.ts';

/** The account that uploads. */
export interface Uploader extends Pick<ReadyAccount, 'settings' | 'config' | 'maxFileSize' | 'signal' | 'log'> {
  readonly rest: {
    readonly files: Pick<RestClient['files'], 'upload'>;
    readonly system: Pick<RestClient['system'], 'ping'>;
  };
}

/** What tests replace. */
export interface UploadOptions {
  readonly fetchFile?: FetchFile;
  /** How long one file is tried for: its answer waits for it. @default 5 minutes */
  readonly patienceMs?: number;
}

/** The most files in one upload, which is also the most on one post. */
const mostTogether = 10;

/** Something that cuts an upload off twice, while the server works, does so every time. */
const mostBrokenUploads = 2;

/**
 * Uploads the files of an answer that are not on the server yet. What cannot be sent is among the results with its reason.
 * They go in one call, because the server shows the files of a post in the order of their upload; after a failure one by one,
 * so that the good ones of them arrive.
 *
 * @throws Error when the server could not be reached in time
 */
export async function uploadFiles(
  account: Uploader,
  channelId: string,
  files: readonly (AnswerFile | MemoryFile)[],
  options: UploadOptions = {},
): Promise<ReadyFile[]> {
  const ready: ReadyFile[] = [];
  for (let at = 0; at < files.length; at += mostTogether) {
    const group = files.slice(at, at + mostTogether);
    const together = await uploadTogether(account, channelId, group, options);
    if (together) ready.push(...together);
    else for (const file of group) ready.push(await uploadFile(account, channelId, file, options));
  }
  return ready;
}

/** Uploads several files in one call; `undefined` when that did not work, for whatever reason. */
async function uploadTogether(
  account: Uploader,
  channelId: string,
  files: readonly (AnswerFile | MemoryFile)[],
  { fetchFile }: UploadOptions,
): Promise<ReadyFile[] | undefined> {
  const waiting = files.filter(file => file.is !== 'uploaded' && file.is !== 'unsent');
  if (waiting.length < 2) return undefined;
  const { rest, signal } = account;
  const opened: OpenFile[] = [];
  try {
    for (const file of waiting) opened.push(await openFile(file, signal, fetchFile));
    const contents = opened.map((file, index) => ({
      name: waiting[index]?.name ?? '',
      ...withinLimits(file, account),
    }));
    const infos = await rest.files.upload(channelId, contents, { signal });
    if (infos.length !== waiting.length) return undefined;
    const ids = new Map(waiting.map((file, index) => [file, infos[index]?.id ?? '']));
    return files.map(file => {
      if (file.is === 'uploaded' || file.is === 'unsent') return file;
      return { is: 'uploaded', name: file.name, id: ids.get(file) ?? '' };
    });
  } catch {
    await Promise.all(opened.map(file => file.close()));
    signal.throwIfAborted();
    return undefined;
  }
}

async function uploadFile(
  account: Uploader,
  channelId: string,
  file: AnswerFile | MemoryFile,
  { fetchFile, patienceMs = 5 * 60_000 }: UploadOptions,
): Promise<ReadyFile> {
  if (file.is === 'uploaded' || file.is === 'unsent') return file;
  const { rest, signal, log } = account;
  const { name } = file;
  const begun = performance.now();
  let broken = 0;
  for (let attempt = 0; ; attempt += 1) {
    let opened: OpenFile | undefined;
    try {
      opened = await openFile(file, signal, fetchFile);
      const [info] = await rest.files.upload(channelId, [{ name, ...withinLimits(opened, account) }], { signal });
      if (!info) throw new FileProblem({ code: 'refused' });
      return { is: 'uploaded', name, id: info.id };
    } catch (error) {
      await opened?.close();
      signal.throwIfAborted();
      if (isBroken(error)) broken += 1;
      const isLate = performance.now() - begun > patienceMs;
      const isGivenUp = isLate || (isBroken(error) && broken >= mostBrokenUploads);
      const isCutOff = isGivenUp && (await isReachable(account));
      const why = reasonOf(error, account) ?? (isCutOff ? { code: 'refused-on-the-way' as const } : undefined);
      if (why) {
        log.warn(`${name} could not be sent (${why.code}): ${messageOf(error)}`);
        return { is: 'unsent', name: nameFor(file, why, account), why };
      }
      // The server cannot be reached: the answer stays on disk.
      if (isLate || !(isBroken(error) || canWorkLater(error))) throw error;
      await sleep(pauseMs(attempt), undefined, { signal });
    }
  }
}

/** The largest file that an account sends, in bytes; what it receives has a limit of its own. */
export function largestFile({
  settings,
  config,
  maxFileSize,
}: Pick<Uploader, 'settings' | 'config' | 'maxFileSize'>): { bytes: number; of: 'server' | 'settings' } | undefined {
  const mb = settings.config.mediaMaxMb ?? config().agents?.defaults?.mediaMaxMb;
  const configured = mb === undefined ? undefined : Math.floor(mb * 1024 * 1024);
  if (configured !== undefined && configured <= (maxFileSize ?? configured))
    return { bytes: configured, of: 'settings' };
  return maxFileSize === undefined ? undefined : { bytes: maxFileSize, of: 'server' };
}

/** Says no before a byte is sent, or, when a web server has not said the size, as soon as it is too much. */
function withinLimits({ content, size }: OpenFile, account: Uploader): Pick<OpenFile, 'content' | 'size'> {
  const limit = largestFile(account);
  if (!limit) return { content, size };
  const tooLarge = () => new FileProblem({ code: 'too-large', limit });
  if (size !== undefined) {
    if (size > limit.bytes) throw tooLarge();
    return { content, size };
  }
  if (content instanceof Uint8Array) return { content, size };
  return { content: upTo(limit.bytes, content, tooLarge), size };
}

async function* upTo(most: number, content: AsyncIterable<Uint8Array>, tooMany: () => Error) {
  let count = 0;
  for await (const chunk of content) {
    count += chunk.byteLength;
    if (count > most) throw tooMany();
    yield chunk;
  }
}

/** Whether an upload ended without the word of the server. A proxy with a lower limit does that, and so does a bad network. */
function isBroken(error: unknown): boolean {
  const cause = error instanceof OutcomeUnknownError ? error.cause : error;
  return cause instanceof NetworkError || cause instanceof UnexpectedResponseError;
}

async function isReachable({ rest, signal }: Uploader): Promise<boolean> {
  return rest.system.ping({ signal, maxAttempts: 1 }).then(
    () => true,
    () => false,
  );
}

/** Why a file can never be sent; `undefined` when it may be sent later. */
function reasonOf(error: unknown, account: Uploader): UnsentReason | undefined {
  if (error instanceof FileProblem) return error.why;
  // The disk failed, or the file has changed while it was read.
  if (error instanceof TypeError || (error instanceof Error && 'syscall' in error)) return { code: 'not-found' };
  if (!(error instanceof HttpError)) return undefined;
  const { status, id } = error;
  if (status >= 500 && status !== 501) return undefined;
  if ([401, 407, 408, 429].includes(status)) return undefined;
  if (id === undefined) return { code: 'refused-on-the-way' };
  if (status === 413) return { code: 'too-large', limit: largestFile(account) };
  return { code: id.includes('attachments.disabled') ? 'files-disabled' : 'refused' };
}

/** The address of a file that could not be fetched is said instead of its name, unless a limit forbids to pass it on unread. */
function nameFor(file: AnswerFile | MemoryFile, { code }: UnsentReason, { settings, config }: Uploader): string {
  const isLimited = (settings.config.mediaMaxMb ?? config().agents?.defaults?.mediaMaxMb) !== undefined;
  return file.is === 'remote' && code === 'not-fetched' && !isLimited ? file.url : file.name;
}

function messageOf(error: unknown): string {
  const { cause = error } = error instanceof Error ? error : {};
  return cause instanceof Error ? cause.message : String(cause);
}
