/** The limits of a stream, and what to do at each. */
export interface StreamLimits {
  /** How many bytes may come. */
  readonly maxBytes: number;
  /** Waits for a chunk, but no longer than allowed. */
  readonly race: <T>(chunk: Promise<T>) => Promise<T>;
  /** Makes the error for a stream that goes on after `maxBytes`. */
  readonly tooLarge: () => Error;
  /** Makes the error for a stream that breaks. */
  readonly broken: (error: unknown) => Error;
  /** Called once the stream has ended, in whatever way. */
  readonly over: () => void;
}

/** Passes a stream on, chunk by chunk as the reader asks for them, and breaks it where it exceeds its limits. */
export function capStream(
  source: ReadableStream<Uint8Array>,
  { maxBytes, race, tooLarge, broken, over }: StreamLimits,
): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  let left = maxBytes;

  async function next(): Promise<Uint8Array | undefined> {
    const { done, value } = await race(reader.read());
    if (done) return undefined;
    left -= value.byteLength;
    if (left < 0) throw tooLarge();
    return value;
  }

  return new ReadableStream({
    async pull(controller) {
      try {
        const chunk = await next();
        if (chunk !== undefined) return controller.enqueue(chunk);
        controller.close();
      } catch (error) {
        controller.error(broken(error));
        // A stream that has failed refuses to be cancelled; nothing is left to free then.
        reader.cancel().catch(() => {});
      }
      over();
    },
    async cancel(reason) {
      over();
      await reader.cancel(reason);
    },
  });
}
