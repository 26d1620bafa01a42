import { HttpError, UnexpectedResponseError } from '@clawmost/mm-rest';
import type { InboundMediaFacts } from 'openclaw/plugin-sdk/channel-inbound';
import { saveInboundFile } from '../../host/media.ts';
import { type ReadyAccount, warnOf } from '../../server/ready-account.ts';
import { type PostFile, plainName } from './post-files.ts';

/** The files of a turn, as OpenClaw takes them. */
export interface FetchedFiles {
  readonly media: readonly InboundMediaFacts[];
  /** A line for the agent about each file that it does not get. */
  readonly notices: readonly string[];
}

/** How many files of one turn are fetched; twenty joined messages can have two hundred. */
const mostFiles = 20;

/** How long all files of a turn may take. */
const longestFetchMs = 2 * 60_000;

/** Downloads files into OpenClaw's media store. One that cannot be had is named, and the others are not held up by it. */
export async function fetchFiles(
  account: Pick<ReadyAccount, 'rest' | 'log' | 'signal'>,
  files: readonly PostFile[],
  maxBytes: number,
): Promise<FetchedFiles> {
  const media: InboundMediaFacts[] = [];
  const notices: string[] = [];
  const signal = AbortSignal.any([account.signal, AbortSignal.timeout(longestFetchMs)]);
  for (const file of files.slice(0, mostFiles)) {
    const known = await withInfo(account, file, signal);
    try {
      media.push(await fetchFile(account, known, maxBytes, signal));
    } catch (error) {
      account.signal.throwIfAborted();
      const why = whyMissing(error, maxBytes);
      warnOf(account, `file ${known.id} of post ${known.postId} was not given to the agent (${why})`)(error);
      notices.push(`[attachment unavailable] "${plainName(known.name ?? 'file')}" (${why})`);
    }
  }
  const left = files.length - mostFiles;
  if (left > 0) notices.push(`[attachments left out] ${left} more files: one message brings at most ${mostFiles}`);
  return { media, notices };
}

/** Files of old posts, and those that came by an event of an old server, say no more than their id. */
async function withInfo({ rest }: Pick<ReadyAccount, 'rest'>, file: PostFile, signal: AbortSignal): Promise<PostFile> {
  if (file.name !== undefined && file.size !== undefined) return file;
  try {
    const { name, size, mime_type } = await rest.files.getInfo(file.id, { signal });
    return { ...file, name: name || undefined, size, mimeType: mime_type || undefined };
  } catch {
    // The download says what is wrong.
    return file;
  }
}

class TooLargeError extends Error {}

async function fetchFile(
  { rest }: Pick<ReadyAccount, 'rest'>,
  { id, postId, name, size, mimeType }: PostFile,
  maxBytes: number,
  signal: AbortSignal,
): Promise<InboundMediaFacts> {
  if (size !== undefined && size > maxBytes) throw new TooLargeError(`it has ${size} bytes`);
  const content = await rest.files.read(id, { maxBytes }, { signal });
  // The server serves pages and scripts as plain text; their own type is in the record of the file.
  const stored = await saveInboundFile(content.stream, { name, mimeType: mimeType ?? content.mimeType, maxBytes });
  return {
    path: stored.path,
    sizeBytes: stored.size,
    messageId: postId,
    ...(stored.contentType && { contentType: stored.contentType }),
    ...(name && { fileName: name }),
  };
}

function whyMissing(error: unknown, maxBytes: number): string {
  const isTooLarge = error instanceof UnexpectedResponseError && error.found === 'too-large';
  if (isTooLarge || error instanceof TooLargeError)
    return `larger than ${Number((maxBytes / 1024 / 1024).toFixed(3))} MiB`;
  if (error instanceof HttpError && error.status === 404) return 'it was deleted';
  if (error instanceof HttpError && error.status === 403) return 'the server refuses it';
  return 'it could not be downloaded';
}
