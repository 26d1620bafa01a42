/** A body, up to the limit of what is read. */
export interface Body {
  text: string;
  /** Whether there was more. */
  truncated: boolean;
}

const decoder = new TextDecoder();

/**
 * Reads a body as it comes in, and stops at `maxBytes` so that no answer can fill the memory. One that announces more
 * bytes than that is not read at all: it might take for ever.
 */
export async function readBody(
  { body: stream, headers }: Pick<Response, 'body' | 'headers'>,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Body> {
  if (stream === null) return { text: '', truncated: false };
  if (Number(headers.get('content-length')) > maxBytes) {
    // A stream that failed refuses to be cancelled; nothing is left to free then.
    stream.cancel().catch(() => {});
    return { text: '', truncated: true };
  }
  const reader = stream.getReader();
  // A stream that failed refuses to be cancelled; nothing is left to free then.
  const cancel = () => void reader.cancel().catch(() => {});
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const chunks: Uint8Array[] = [];
    let room = maxBytes;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { text: decode(chunks), truncated: false };
      chunks.push(value.byteLength > room ? value.subarray(0, room) : value);
      room -= value.byteLength;
      if (room < 0) {
        cancel();
        return { text: decode(chunks), truncated: true };
      }
    }
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** Most bodies come in one piece. */
function decode(chunks: readonly Uint8Array[]): string {
  const [first] = chunks;
  return first === undefined ? '' : decoder.decode(chunks.length === 1 ? first : Buffer.concat(chunks));
}
