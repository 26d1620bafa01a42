import type { Post, RestClient } from '@clawmost/mm-rest';
import { type AnswerMarker, readMarker } from './marker.ts';

/** Where posts are read back from the newest. */
export interface OwnPostsRest {
  readonly posts: Pick<RestClient['posts'], 'allBefore'>;
}

/** Which posts of the bot are looked through. */
export interface OwnPosts {
  readonly botId: string;
  readonly channelId: string;
  /** None of interest can be older than this, on the server's clock. */
  readonly sinceMs: number;
}

/** The server's clock and ours may differ by this much: a post that is overlooked is posted twice. */
const clockSkewMs = 10 * 60_000;

/** The bot's marked posts of a channel since a time, newest first. */
export async function* ownPosts(
  rest: OwnPostsRest,
  { botId, channelId, sinceMs }: OwnPosts,
  signal?: AbortSignal,
): AsyncGenerator<{ readonly post: Post; readonly marker: AnswerMarker }> {
  for await (const post of rest.posts.allBefore(channelId, undefined, signal && { signal })) {
    if (post.create_at < sinceMs - clockSkewMs) return;
    const marker = readMarker(post, botId);
    if (marker !== undefined) yield { post, marker };
  }
}
