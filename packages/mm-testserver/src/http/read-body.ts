import type { IncomingMessage } from 'node:http';

/** The body of a request, up to the limit. */
export interface Body {
  readonly content: Buffer;
  /** Whether this is the whole body. */
  readonly whole: boolean;
}

/** Reads a body; reads bytes over the limit too, and discards them. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Body> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    const room = maxBytes - size;
    size += chunk.length;
    if (room > 0) chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
  }
  return { content: Buffer.concat(chunks), whole: size <= maxBytes };
}
