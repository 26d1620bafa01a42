import type { Progress } from '../ledger/ledger.ts';
import type { CallOptions, InboxRest, ListedChannel } from '../rest.ts';

/** A post can become visible later than its time says. */
export const overlapMs = 60_000;

/** The time from which a channel is read: a minute before the time up to which the ledger has everything of it. */
export function readFrom(knownUntil: number, now: number): number {
  // A watermark ahead of the clock is wrong and must not hide what was written before it.
  return Math.min(knownUntil, now) - overlapMs;
}

/**
 * The server sends a post a little after the time that the post carries, so the later one of two posts can arrive first.
 * A channel that was active this long before the stream broke may have a post that did not arrive.
 */
export const settlingMs = 10_000;

/**
 * Lists all channels of the account, with one call for its teams and one for each team. The server lists direct and
 * group channels with every team, so they are counted once.
 *
 * An account without a team has direct and group channels only. Newer servers list them in one call; of older ones, the
 * channels that the ledger knows are looked up.
 */
export async function listChannels(
  rest: InboxRest,
  call: CallOptions,
  knownIds: Iterable<string>,
  onUnlisted: () => void = () => {},
): Promise<Map<string, ListedChannel>> {
  const channels = new Map<string, ListedChannel>();
  const add = (channel: ListedChannel): void => {
    const known = channels.get(channel.id);
    const isNewer = known === undefined || known.last_post_at < channel.last_post_at;
    if (isNewer && !channel.delete_at) channels.set(channel.id, channel);
  };
  const teams = await rest.teams.mine(call);
  for (const { id } of teams) for (const channel of await rest.channels.mine(id, {}, call)) add(channel);
  if (teams.length > 0) return channels;
  const listed = await listAll(rest, call);
  if (listed === undefined) onUnlisted();
  for (const channel of listed ?? (await lookUp(rest, call, knownIds))) add(channel);
  return channels;
}

/** Lists the channels of all teams; `undefined` when the client or the server cannot do that. */
async function listAll(rest: InboxRest, call: CallOptions): Promise<readonly ListedChannel[] | undefined> {
  try {
    return await rest.channels.listAll?.(call);
  } catch (error) {
    // An older server has no such route.
    if (hasStatus(error, 404, 405, 501)) return undefined;
    throw error;
  }
}

/** Looks up single channels, as far as the account may read them. */
async function lookUp(rest: InboxRest, call: CallOptions, ids: Iterable<string>): Promise<ListedChannel[]> {
  const channels: ListedChannel[] = [];
  for (const id of ids) {
    try {
      const channel = await rest.channels.get?.(id, call);
      if (channel !== undefined) channels.push(channel);
    } catch (error) {
      if (!hasStatus(error, 403, 404)) throw error;
    }
  }
  return channels;
}

/** Whether an error of a client is an answer of the server with one of these statuses. */
export function hasStatus(error: unknown, ...statuses: number[]): boolean {
  return error instanceof Error && 'status' in error && statuses.includes(Number(error.status));
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

/** Whether a channel is a direct or a group channel, which has a fixed set of members. */
export function isPersonal({ type }: Pick<ListedChannel, 'type'>): boolean {
  return type === 'D' || type === 'G';
}
