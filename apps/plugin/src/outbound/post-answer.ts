import type { Post, RestClient } from '@clawmost/mm-rest';
import { splitText } from './split.ts';

/** What is to be said, and where. */
export interface Answer {
  readonly channelId: string;
  /** The root of the thread; absent at channel level. */
  readonly rootId: string | undefined;
  readonly text: string;
  /** Names this delivery: a repetition under the same id is not posted twice within the server's 30 s. */
  readonly deliveryId: string;
  /** The posts that this answers, as far as they are known. */
  readonly answers: readonly string[];
}

/** Posts an answer, in as many parts as the server's limit asks for. Resolves to the posts, first part first. */
export async function postAnswer(
  rest: Pick<RestClient, 'posts'>,
  botId: string,
  answer: Answer,
  maxPostSize: number,
  signal?: AbortSignal,
): Promise<Post[]> {
  const parts = splitText(answer.text, maxPostSize);
  const posts: Post[] = [];
  for (const [index, message] of parts.entries()) {
    const post = await rest.posts.create(
      {
        channel_id: answer.channelId,
        message,
        pending_post_id: `${botId}:${answer.deliveryId}:${index + 1}`,
        props: { clawmost: { answers: answer.answers, part: index + 1, of: parts.length, state: 'final' } },
        ...(answer.rootId && { root_id: answer.rootId }),
      },
      signal && { signal },
    );
    posts.push(post);
  }
  return posts;
}
