import type { InteractionRequest } from '../../../src/index.ts';
import { requestWith } from '../requests.ts';
import { pick } from './random.ts';

const pieces = ['{', '}', '[', ']', '"', ':', ',', '"context"', '"_token"', '"_ticket"', '"type"', '"select"'];
const morePieces = ['null', 'true', '1e999', '-0', '"__proto__"', '"\\ud83d"', '"dialog_submission"', '"state"', ' '];
const names = ['context', 'type', 'user_id', 'channel_id', 'post_id', 'state', 'submission', 'callback_id'];
const moreNames = ['_token', '_ticket', 'action_id', 'selected_option', '__proto__', 'constructor', 'toJSON', '', '10'];
const leaves = ['button', 'select', 'dialog_submission', 'a'.repeat(64), 'b'.repeat(32), '\ud83d', '\0', 'x', '', '1'];
const moreLeaves = [null, true, false, 0, -0, 1.5, 1e300, 2 ** 53];

/** Random bytes. */
export function randomBytes(random: () => number): Uint8Array {
  return Uint8Array.from({ length: Math.floor(random() * 200) }, () => Math.floor(random() * 256));
}

/** Pieces of JSON in random order, rarely valid. */
export function randomText(random: () => number): Uint8Array {
  const length = Math.floor(random() * 200);
  return Buffer.from(Array.from({ length }, () => pick(random, [...pieces, ...morePieces])).join(''));
}

/** Valid JSON that has the right names in random places. */
export function randomJson(random: () => number): Uint8Array {
  let value = randomValue(random, 5);
  // One in ten is nested deeper than the receiver allows.
  const levels = random() < 0.1 ? Math.floor(random() * 100) : 0;
  for (let level = 0; level < levels; level++) value = { [pick(random, names)]: value };
  return Buffer.from(JSON.stringify(value));
}

/** A valid body with some bytes changed, repeated or removed. */
export function damaged(random: () => number, body: object): Uint8Array {
  const bytes = [...Buffer.from(JSON.stringify(body))];
  for (let times = Math.ceil(random() * 4); times > 0; times--) {
    const fresh = Array.from({ length: Math.floor(random() * 3) }, () => Math.floor(random() * 256));
    bytes.splice(Math.floor(random() * bytes.length), Math.floor(random() * 3), ...fresh);
  }
  return Uint8Array.from(bytes);
}

/** A request with this body, whole or in pieces. One in five has random headers. */
export function noisyRequest(random: () => number, body: Uint8Array): InteractionRequest {
  const word = (): string => Buffer.from(randomBytes(random)).toString('latin1');
  const headers = random() < 0.2 ? { 'content-length': word(), 'x-forwarded-for': word(), [word()]: word() } : {};
  return requestWith('', { headers, body: random() < 0.5 ? body : inPieces(body, Math.ceil(random() * 50)) });
}

async function* inPieces(body: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < body.length; at += size) yield body.subarray(at, at + size);
}

function randomValue(random: () => number, depth: number): unknown {
  const kind = depth === 0 ? 1 : random();
  const length = Math.floor(random() * 3);
  if (kind < 0.6) {
    const fields = Array.from({ length: length + 1 }, () => [
      pick(random, [...names, ...moreNames]),
      randomValue(random, depth - 1),
    ]);
    return Object.fromEntries(fields);
  }
  if (kind < 0.7) return Array.from({ length }, () => randomValue(random, depth - 1));
  return pick<unknown>(random, [...leaves, ...moreLeaves]);
}
