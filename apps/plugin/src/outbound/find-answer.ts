import type { RestClient } from '@clawmost/mm-rest';
import { readMarker } from './marker.ts';

/**
 * Whether an answer to a post stands, in whole or in part: the bot's posts say what they answer.
 *
 * After a crash this is what tells. The host knows a turn again only as long as it is not over, and would have the post
 * answered a second time; of an answer that stands in part it sends the rest by itself.
 */
export async function answerStands(
  rest: { readonly posts: Pick<RestClient['posts'], 'allAfter'> },
  botId: string,
  post: { readonly id: string; readonly channel_id: string },
  signal?: AbortSignal,
): Promise<boolean> {
  for await (const later of rest.posts.allAfter(post.channel_id, post.id, signal && { signal })) {
    if (readMarker(later, botId)?.answers.includes(post.id)) return true;
  }
  return false;
}
