import { readFileSync } from 'node:fs';
import { entriesOf } from '../ledger.ts';
import { judge, type Verdict } from '../verdict.ts';
import type { World } from '../world.ts';

/** The files of the bot. */
export interface BotFiles {
  /** Its ledger. */
  readonly state: string;
  /** The posts that were dispatched. */
  readonly dispatches: string;
}

/** Compares the messages of people with the bot's ledger and with its posts. */
export async function readVerdict({ state, dispatches }: BotFiles, world: World): Promise<Verdict> {
  const { said } = world;
  const byId = new Map(said.map(message => [message.postId, message]));
  const posts = world.botPosts().map(post => ({ post, answered: byId.get(answeredPostId(post)) }));
  return judge({
    said,
    entries: await entriesOf(state, world),
    dispatches: readFileSync(dispatches, 'utf8').split('\n').filter(Boolean),
    conversationOf: ({ channelId }) => channelId,
    answers: posts.flatMap(({ post, answered }) =>
      answered ? [{ texts: [answered.text], channelId: post.channel_id, rootId: post.root_id }] : [],
    ),
    stray: posts.flatMap(({ post, answered }) => (answered ? [] : [post.message])),
  });
}

/** The id of the post that an answer names. */
function answeredPostId({ props }: { readonly props: Readonly<Record<string, unknown>> }): string {
  return String((props['soak'] as { answers?: unknown } | undefined)?.answers);
}
