import type { Progress } from '../ledger/ledger.ts';
import type { InboxChannel } from '../rest.ts';

/** How far before what is known a channel is read again: a post can become visible later than its time says. */
export const overlapMs = 60_000;

/**
 * The server sends a post out a little after the moment that the post carries, so that of two posts the later one can
 * arrive first. A channel that was active within this time before the stream broke may hold one that did not arrive.
 */
export const settlingMs = 10_000;

/** Up to when everything in a channel is known. */
export function knownUntil(channelId: string, { wholeUntil = 0, marks }: Progress): number {
  return Math.max(wholeUntil, marks.get(channelId) ?? 0);
}

/**
 * Whether a channel may hold something that did not arrive. Edits and joins move `last_post_at` as well; what the stream
 * brought of these has moved `wholeUntil` along.
 */
export function isBehind({ id, last_post_at }: InboxChannel, progress: Progress): boolean {
  if (last_post_at <= (progress.marks.get(id) ?? -1)) return false;
  return last_post_at > Math.max(0, (progress.wholeUntil ?? 0) - settlingMs);
}

/** Direct and group channels first, then the most recently active: if the bounds leave something out, it is the rest. */
export function inReadingOrder(a: InboxChannel, b: InboxChannel): number {
  return Number(isPersonal(b)) - Number(isPersonal(a)) || b.last_post_at - a.last_post_at;
}

function isPersonal({ type }: InboxChannel): boolean {
  return type === 'D' || type === 'G';
}
