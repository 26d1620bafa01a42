import type { Post } from '@clawmost/mm-rest';
import type { ReadyAccount } from '../server/ready-account.ts';
import { readMarker } from './marker.ts';

/** The posts of one delivery that are on the server. */
export interface PostedDelivery {
  readonly deliveryId: string;
  /** The posts that it answers. */
  readonly answers: readonly string[];
  /** How many parts it has. */
  readonly of: number;
  /** Part number → post. */
  readonly parts: ReadonlyMap<number, Post>;
  /** Whether all parts are there. */
  readonly isWhole: boolean;
}

/** What the bot has posted in a channel. */
export interface OwnPosts {
  readonly deliveries: readonly PostedDelivery[];
  /** Posts without our marker, newest first: another plugin, or a person, has spoken as the bot. */
  readonly unmarked: readonly Post[];
}

/** The account whose posts are looked for. */
type Poster = Pick<ReadyAccount, 'bot'> & {
  readonly rest: { readonly posts: Pick<ReadyAccount['rest']['posts'], 'allBefore'> };
};

/**
 * Reads the bot's own deliveries in a channel back to a time on the server's clock, from the posts' markers.
 *
 * @throws the client's errors: a server that does not answer has not said no
 */
export async function findPosted(
  { rest, bot }: Poster,
  { channelId, since }: { readonly channelId: string; readonly since: number },
  signal?: AbortSignal,
): Promise<OwnPosts> {
  const unmarked: Post[] = [];
  const found = new Map<string, { answers: Set<string>; of: number; parts: Map<number, Post> }>();
  for await (const post of rest.posts.allBefore(channelId, undefined, signal && { signal })) {
    if (post.create_at < since) break;
    const marker = readMarker(post, bot.id);
    if (marker === undefined && post.user_id === bot.id && post.type === '') unmarked.push(post);
    if (marker?.state !== 'final') continue;
    const delivery = found.get(marker.delivery) ?? { answers: new Set(), of: marker.of, parts: new Map() };
    found.set(marker.delivery, delivery);
    for (const id of marker.answers) delivery.answers.add(id);
    delivery.parts.set(marker.part, post);
  }
  const deliveries = [...found].map(([deliveryId, { answers, of, parts }]) => ({
    deliveryId,
    answers: [...answers],
    of,
    parts,
    isWhole: parts.size >= of,
  }));
  return { deliveries, unmarked };
}

/** The server's clock and ours may differ by this much: a post that is overlooked is posted twice. */
export const clockSkewMs: number = 10 * 60_000;

/** Finds the parts of one delivery that was begun at a time on our clock. */
export async function findDelivery(
  poster: Poster,
  { channelId, deliveryId, startedAt }: { channelId: string; deliveryId: string; startedAt: number },
  signal?: AbortSignal,
): Promise<ReadonlyMap<number, Post>> {
  const { deliveries } = await findPosted(poster, { channelId, since: startedAt - clockSkewMs }, signal);
  return deliveries.find(delivery => delivery.deliveryId === deliveryId)?.parts ?? new Map();
}
