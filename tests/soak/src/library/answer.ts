import { setTimeout as sleep } from 'node:timers/promises';
import type { InboxPost, Turn } from '@clawmost/mm-inbox';
import { OutcomeUnknownError, type RestClient, RestError } from '@clawmost/mm-rest';

/** The account that answers. */
export interface Answering {
  readonly rest: RestClient;
  readonly botId: string;
}

/** Answers a post once; an earlier attempt may have posted the answer already. */
export async function answer({ rest, botId }: Answering, post: InboxPost, turn: Turn): Promise<void> {
  const { signal } = turn;
  let mayBePosted = turn.attempt > 1;
  for (;;) {
    try {
      if (mayBePosted && (await isPosted(rest, botId, post, signal))) return;
      const said = post.message.replace('@claw ', '');
      const words = { message: `You said: ${said}`, props: { soak: { answers: post.id } } };
      const place = { channel_id: post.channel_id, ...(post.root_id && { root_id: post.root_id }) };
      await rest.posts.create({ ...place, ...words, pending_post_id: `${botId}:${post.id}` }, { signal });
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof RestError)) throw error;
      mayBePosted ||= error instanceof OutcomeUnknownError;
      await sleep(250, undefined, { signal });
    }
  }
}

/** Whether an earlier attempt has posted the answer: it names the post that it answers, and comes after it. */
async function isPosted(rest: RestClient, botId: string, post: InboxPost, signal: AbortSignal): Promise<boolean> {
  for await (const later of rest.posts.allAfter(post.channel_id, post.id, { signal })) {
    const mark = later.props['soak'] as { answers?: unknown } | undefined;
    if (later.user_id === botId && mark?.answers === post.id) return true;
  }
  return false;
}
