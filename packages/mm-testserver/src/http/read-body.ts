import type { IncomingMessage } from 'node:http';

/** A body larger than the server takes. */
export const tooLarge: unique symbol = Symbol('too large');

/** Reads a body whole; the rest of one that is too large is read too, and thrown away. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string | typeof tooLarge> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
  }
  return size > maxBytes ? tooLarge : Buffer.concat(chunks).toString('utf8');
}

/** `undefined` for what is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
