import type { Post } from '@clawmost/mm-rest';
import { type OwnPosts, type OwnPostsRest, ownPosts } from './own-posts.ts';

/** What to look for, and where. */
export interface DeliverySearch extends OwnPosts {
  readonly deliveryId: string;
}

/** Looks among the bot's posts for the parts of a delivery, by their markers. Part number → post. */
export async function findDelivery(
  rest: OwnPostsRest,
  search: DeliverySearch,
  signal?: AbortSignal,
): Promise<Map<number, Post>> {
  const parts = new Map<number, Post>();
  for await (const { post, marker } of ownPosts(rest, search, signal)) {
    if (marker.delivery === search.deliveryId) parts.set(marker.part, post);
  }
  return parts;
}
