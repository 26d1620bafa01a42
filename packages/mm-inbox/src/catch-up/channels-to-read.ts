import type { Progress } from '../ledger/ledger.ts';
import type { CallOptions, InboxRest, ListedChannel } from '../rest.ts';

/** A channel is read from this long before its watermark: a post can become visible later than its time says. */
export const overlapMs = 60_000;

/**
 * The server sends a post a little after the time that the post carries, so the later one of two posts can arrive first.
 * A channel that was active this long before the stream broke may have a post that did not arrive.
 */
export const settlingMs = 10_000;

/**
 * Lists all channels of the account, with one call for its teams and one for each team. The server lists direct and
 * group channels with every team, so they are counted once. An account without a team gets no channels at all.
 */
export async function listChannels(rest: InboxRest, call: CallOptions): Promise<Map<string, ListedChannel>> {
  const channels = new Map<string, ListedChannel>();
  for (const { id } of await rest.teams.mine(call)) {
    for (const channel of await rest.channels.mine(id, {}, call)) {
      const known = channels.get(channel.id);
      const isNewer = known === undefined || known.last_post_at < channel.last_post_at;
      if (isNewer && !channel.delete_at) channels.set(channel.id, channel);
    }
  }
  return channels;
}

/** The time up to which the ledger has everything of a channel. */
export function knownUntil(channelId: string, { completeUntil = 0, marks }: Progress): number {
  return Math.max(completeUntil, marks.get(channelId) ?? 0);
}

/**
 * Whether a channel may have posts that did not arrive. Edits and joins move `last_post_at` too; where the stream
 * delivered them, it has moved `completeUntil` as well.
 */
export function hasUnread({ id, last_post_at }: ListedChannel, progress: Progress): boolean {
  if (last_post_at <= (progress.marks.get(id) ?? -1)) return false;
  return last_post_at > Math.max(0, (progress.completeUntil ?? 0) - settlingMs);
}

/** Sorts direct and group channels first, then the most recently active: the limits leave out the rest. */
export function inReadingOrder(a: ListedChannel, b: ListedChannel): number {
  return Number(isPersonal(b)) - Number(isPersonal(a)) || b.last_post_at - a.last_post_at;
}

function isPersonal({ type }: ListedChannel): boolean {
  return type === 'D' || type === 'G';
}
