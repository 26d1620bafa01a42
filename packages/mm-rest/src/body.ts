/** As much of a body as we were willing to read. */
export interface Body {
  text: string;
  /** Whether there was more. */
  truncated: boolean;
}

/** Reads a body as it comes in and stops at `maxBytes`, so that no answer can fill the memory. */
export async function readBody(
  stream: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Body> {
  if (stream === null) return { text: '', truncated: false };
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  // A stream that failed refuses to be cancelled; there is nothing left to free then.
  const cancel = () => void reader.cancel().catch(() => {});
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    let text = '';
    let room = maxBytes;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { text: text + decoder.decode(), truncated: false };
      text += decoder.decode(value.subarray(0, room), { stream: true });
      room -= value.byteLength;
      if (room < 0) {
        cancel();
        return { text, truncated: true };
      }
    }
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
