/** A request whose body may come in pieces. */
export interface RequestWithBody {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
}

/** Limits for reading a body. */
export interface BodyLimits {
  /** In bytes. */
  readonly maxBytes: number;
  /** For the whole body, in milliseconds. */
  readonly timeoutMs: number;
}

/** The bytes of a body, or the reason for a refusal. */
export type BodyVerdict =
  | { readonly bytes: Uint8Array }
  | { readonly refusal: 'body-too-large' | 'body-timeout' | 'invalid-body' };

/** Reads a body. It stops when the body is too large, too slow or incomplete. */
export async function readBody(request: RequestWithBody, limits: BodyLimits): Promise<BodyVerdict> {
  if (Number(request.headers['content-length']) > limits.maxBytes) return { refusal: 'body-too-large' };
  if (request.body instanceof Uint8Array) {
    return request.body.length > limits.maxBytes ? { refusal: 'body-too-large' } : { bytes: request.body };
  }
  return await readPieces(request.body[Symbol.asyncIterator](), limits);
}

async function readPieces(pieces: AsyncIterator<Uint8Array>, limits: BodyLimits): Promise<BodyVerdict> {
  const read: Uint8Array[] = [];
  let length = 0;
  let timer: NodeJS.Timeout | undefined;
  const elapsed = new Promise<undefined>(resolve => {
    timer = setTimeout(() => resolve(undefined), limits.timeoutMs);
  });
  try {
    for (;;) {
      const next = await Promise.race([pieces.next(), elapsed]);
      if (next === undefined) return { refusal: 'body-timeout' };
      if (next.done === true) return { bytes: Buffer.concat(read) };
      length += next.value.length;
      if (length > limits.maxBytes) return { refusal: 'body-too-large' };
      read.push(next.value);
    }
  } catch {
    // The sender closed the connection before the end.
    return { refusal: 'invalid-body' };
  } finally {
    clearTimeout(timer);
  }
}
