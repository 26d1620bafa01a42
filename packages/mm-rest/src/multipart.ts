import { describeValue } from './describe-value.ts';
import type { Payload } from './request.ts';

/** A file to upload. */
export interface FileUpload {
  /** The name that people see, such as `report.pdf`; up to 256 characters. Of a path, the server keeps the last part. */
  name: string;
  /**
   * Its bytes. A stream is read once, as it is sent: a Node.js `Readable`, a web `ReadableStream` or any other async
   * iterable. A content in memory can be sent again when an attempt fails; a stream cannot.
   */
  content: Blob | Uint8Array | string | AsyncIterable<Uint8Array>;
  /**
   * How many bytes a stream has. When it is known of every stream, the length of the upload is sent, which some proxies ask
   * for (411). A stream with another number of bytes fails the upload.
   * @default unknown
   */
  size?: number | undefined;
}

/** The form of an upload. */
export interface Upload extends Payload {
  /** Whether it can be sent only once, because a stream is in it. */
  readonly once: boolean;
  /** Closes the streams of an upload that has failed, also those that were never read. */
  readonly discard: () => void;
  /** How one of the streams failed by itself; nothing was uploaded then. */
  readonly streamFailure: () => { readonly error: unknown } | undefined;
}

/**
 * Writes a form of fields and files.
 *
 * Not with `FormData`, which takes no streams and writes a `"` in a name as `%22`, which Mattermost does not decode.
 *
 * @throws TypeError that names the field and what was expected
 */
export function createUpload(fields: Readonly<Record<string, string>>, files: readonly FileUpload[]): Upload {
  for (const { content, size } of files) {
    checkContent(content);
    checkSize(size);
  }
  const boundary = `clawmost-${crypto.randomUUID()}`;
  const head = Object.entries(fields).map(([name, value]) => `${opening(boundary, name)}\r\n\r\n${value}\r\n`);
  const parts = [
    head.join(''),
    ...files.flatMap(({ name, content, size }) => [
      `${opening(boundary, 'files')}; filename="${escapeName(name)}"\r\nContent-Type: application/octet-stream\r\n\r\n`,
      isInMemory(content) || size === undefined ? content : ofSize(content, size),
      '\r\n',
    ]),
    `--${boundary}--\r\n`,
  ];
  const type = `multipart/form-data; boundary=${boundary}`;
  const inMemory = parts.filter(isInMemory);
  if (inMemory.length === parts.length) {
    return { type, once: false, open: () => new Blob(inMemory), discard() {}, streamFailure: () => undefined };
  }
  let failure: { readonly error: unknown } | undefined;
  const onFailure = (error: unknown) => {
    failure ??= { error };
  };
  const open = () => concatenate(parts, onFailure);
  const discard = (): void => {
    for (const { content } of files) close(content);
  };
  const hasLength = files.every(({ content, size }) => isInMemory(content) || size !== undefined);
  const length = new Blob(inMemory).size + sum(files.map(({ content, size = 0 }) => (isInMemory(content) ? 0 : size)));
  return { type, once: true, open, discard, streamFailure: () => failure, ...(hasLength && { length }) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** Fails when a stream has not the bytes that were announced: the rest of the form would be read as its content. */
async function* ofSize(content: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let count = 0;
  for await (const chunk of content) {
    count += chunk.byteLength;
    if (count > size) throw wrongSize(size, `more, at least ${count}`);
    yield chunk;
  }
  if (count < size) throw wrongSize(size, `${count}`);
}

function wrongSize(size: number, got: string): TypeError {
  return new TypeError(`size: expected a stream of ${size} bytes, got ${got}`);
}

function checkSize(size: unknown): void {
  if (size === undefined || (Number.isSafeInteger(size) && (size as number) >= 0)) return;
  throw new TypeError(`size: expected a whole number of bytes, got ${describeValue(size)}`);
}

function opening(boundary: string, name: string): string {
  return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"`;
}

function escapeName(name: string): string {
  if (typeof name !== 'string' || name === '' || /\p{Cc}/u.test(name) || !name.isWellFormed()) {
    const got = typeof name === 'string' && name !== '' ? 'one with such characters' : describeValue(name);
    throw new TypeError(`name: expected the name of a file, without control characters, got ${got}`);
  }
  return name.replace(/[\\"]/g, '\\$&');
}

type InMemory = Exclude<FileUpload['content'], AsyncIterable<Uint8Array>>;

function isInMemory(content: FileUpload['content']): content is InMemory {
  return typeof content === 'string' || content instanceof Blob || content instanceof Uint8Array;
}

/** @throws TypeError that says what was expected */
function checkContent(content: FileUpload['content']): void {
  if (isInMemory(content)) return;
  if (typeof content?.[Symbol.asyncIterator] === 'function') {
    if (!isSpent(content)) return;
    throw new TypeError('content: expected a stream that is still to be read, got one that was read or closed');
  }
  throw new TypeError(`content: expected a Blob, bytes, a text or a stream of bytes, got ${describeValue(content)}`);
}

/** Whether a stream has nothing more to give: it would be uploaded as an empty file. */
function isSpent(content: object): boolean {
  if (content instanceof ReadableStream) return content.locked;
  return (
    ('readableEnded' in content && content.readableEnded === true) ||
    ('destroyed' in content && content.destroyed === true)
  );
}

/** Closes a stream itself, not its iterator: the iterator of a stream that was never read has nothing to close. */
function close(content: FileUpload['content']): void {
  if (isInMemory(content)) return;
  if (content instanceof ReadableStream) content.cancel().catch(() => {});
  else if ('destroy' in content && typeof content.destroy === 'function') content.destroy();
  else if ('return' in content && typeof content.return === 'function') {
    Promise.resolve(content.return()).catch(() => {});
  }
}

function concatenate(
  parts: readonly FileUpload['content'][],
  onFailure: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for (const part of parts) {
      if (isInMemory(part)) yield* new Blob([part]).stream();
      else yield* part;
    }
  }
  const chunks = bytes();
  let isCancelled = false;

  async function next(): Promise<Uint8Array | undefined> {
    const { done, value } = await chunks.next();
    if (done) return undefined;
    if (value instanceof Uint8Array) return value;
    throw new TypeError(`content: expected a stream of bytes, got ${describeValue(value)} in it`);
  }

  return new ReadableStream({
    async pull(controller) {
      try {
        const chunk = await next();
        if (chunk === undefined) controller.close();
        else controller.enqueue(chunk);
      } catch (error) {
        // A stream that is closed because the call has failed may fail for that.
        if (!isCancelled) onFailure(error);
        throw error;
      }
    },
    // Also ends the stream that is being read, so that a file does not stay open when the call fails.
    async cancel() {
      isCancelled = true;
      await chunks.return(undefined);
    },
  });
}
