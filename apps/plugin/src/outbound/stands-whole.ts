import type { RestClient } from '@clawmost/mm-rest';
import { isAnswerIn } from './find-answer.ts';
import { clockSkewMs } from './find-delivery.ts';
import { readMarker } from './marker.ts';

/** An answer that may stand, and where. */
export interface WholeAnswer {
  readonly botId: string;
  readonly channelId: string;
  /** The root of its thread; absent at channel level. */
  readonly rootId: string | undefined;
  readonly text: string;
  /** No part can be older than this, on the server's clock. */
  readonly sinceMs: number;
}

/** Whether an answer stands with all of its parts; it is known by its words. */
export async function standsWhole(
  rest: { readonly posts: Pick<RestClient['posts'], 'allBefore'> },
  { botId, channelId, rootId = '', text, sinceMs }: WholeAnswer,
  signal?: AbortSignal,
): Promise<boolean> {
  const deliveries = new Map<string, { readonly parts: Set<number>; begins: boolean }>();
  for await (const post of rest.posts.allBefore(channelId, undefined, signal && { signal })) {
    if (post.create_at < sinceMs - clockSkewMs) break;
    const marker = readMarker(post, botId);
    if (marker === undefined || post.root_id !== rootId) continue;
    const found = deliveries.get(marker.delivery) ?? { parts: new Set(), begins: false };
    deliveries.set(marker.delivery, found);
    found.parts.add(marker.part);
    if (marker.part === 1) found.begins = isAnswerIn(post.message, text);
    if (found.begins && found.parts.size === marker.of) return true;
  }
  return false;
}
