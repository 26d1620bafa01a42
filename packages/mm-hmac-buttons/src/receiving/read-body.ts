import type { RefusalCode } from './refusals.ts';
import type { InteractionRequest } from './request.ts';

/** How much body is taken, and how long for. */
export interface BodyLimits {
  /** In bytes. */
  readonly maxBytes: number;
  /** From the first look at it to its end. */
  readonly timeoutMs: number;
}

/** The bytes of a body, or why there are none. */
export type BodyVerdict = { readonly bytes: Uint8Array } | { readonly refusal: RefusalCode };

/** Reads a body and gives up on one that is too large, too slow or cut off. */
export async function readBody(request: InteractionRequest, limits: BodyLimits): Promise<BodyVerdict> {
  if (Number(request.headers['content-length']) > limits.maxBytes) return { refusal: 'body-too-large' };
  if (request.body instanceof Uint8Array) {
    return request.body.length > limits.maxBytes ? { refusal: 'body-too-large' } : { bytes: request.body };
  }
  return await readPieces(request.body[Symbol.asyncIterator](), limits);
}

async function readPieces(pieces: AsyncIterator<Uint8Array>, limits: BodyLimits): Promise<BodyVerdict> {
  const timer = startTimer(limits.timeoutMs);
  const read: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const next = await Promise.race([pieces.next(), timer.over]);
      if (next === undefined) return { refusal: 'body-timeout' };
      if (next.done === true) return { bytes: Buffer.concat(read) };
      length += next.value.length;
      if (length > limits.maxBytes) return { refusal: 'body-too-large' };
      read.push(next.value);
    }
  } catch {
    // The sender went away in the middle.
    return { refusal: 'invalid-body' };
  } finally {
    timer.stop();
  }
}

function startTimer(ms: number): { over: Promise<undefined>; stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<undefined>(resolve => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  return { over, stop: () => clearTimeout(timer) };
}
