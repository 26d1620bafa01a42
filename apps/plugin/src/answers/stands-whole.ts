import { isAnswerIn } from './find-answer.ts';
import { type OwnPosts, type OwnPostsRest, ownPosts } from './own-posts.ts';

/** An answer that may stand, and where. */
export interface WholeAnswer extends OwnPosts {
  /** The root of its thread; absent at channel level. */
  readonly rootId: string | undefined;
  readonly text: string;
}

/** Whether an answer stands with all of its parts; it is known by its words. */
export async function standsWhole(rest: OwnPostsRest, answer: WholeAnswer, signal?: AbortSignal): Promise<boolean> {
  const { rootId = '', text } = answer;
  const deliveries = new Map<string, { readonly parts: Set<number>; begins: boolean }>();
  for await (const { post, marker } of ownPosts(rest, answer, signal)) {
    if (post.root_id !== rootId) continue;
    const found = deliveries.get(marker.delivery) ?? { parts: new Set(), begins: false };
    deliveries.set(marker.delivery, found);
    found.parts.add(marker.part);
    if (marker.part === 1) found.begins = isAnswerIn(post.message, text);
    if (found.begins && found.parts.size === marker.of) return true;
  }
  return false;
}
