import type { Post, RestClient } from '@clawmost/mm-rest';
import { readMarker } from './marker.ts';

/** What to look for, and where. */
export interface DeliverySearch {
  readonly botId: string;
  readonly channelId: string;
  readonly deliveryId: string;
  /** No part can be older than this, on the server's clock. */
  readonly sinceMs: number;
}

/** The server's clock and ours may differ by this much: a post that is overlooked is posted twice. */
export const clockSkewMs = 10 * 60_000;

/** Looks among the bot's posts for the parts of a delivery, by their markers. Part number → post. */
export async function findDelivery(
  rest: { readonly posts: Pick<RestClient['posts'], 'allBefore'> },
  { botId, channelId, deliveryId, sinceMs }: DeliverySearch,
  signal?: AbortSignal,
): Promise<Map<number, Post>> {
  const parts = new Map<number, Post>();
  for await (const post of rest.posts.allBefore(channelId, undefined, signal && { signal })) {
    if (post.create_at < sinceMs - clockSkewMs) break;
    const marker = readMarker(post, botId);
    if (marker?.delivery === deliveryId) parts.set(marker.part, post);
  }
  return parts;
}
