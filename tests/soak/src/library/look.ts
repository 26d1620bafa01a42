import { readFileSync } from 'node:fs';
import { entriesOf } from '../ledger.ts';
import { judge, type Verdict } from '../verdict.ts';
import type { World } from '../world.ts';

/** What the bot leaves on the disk. */
export interface BotFiles {
  /** Its ledger. */
  readonly state: string;
  /** The posts that were handed over. */
  readonly handOvers: string;
}

/** Holds the ledger and what the bot wrote against what was said. */
export async function look({ state, handOvers }: BotFiles, world: World): Promise<Verdict> {
  const { said } = world;
  const byId = new Map(said.map(message => [message.postId, message]));
  const posts = world.botPosts().map(post => ({ post, answered: byId.get(nameOf(post)) }));
  return judge({
    said,
    entries: await entriesOf(state, world),
    handOvers: readFileSync(handOvers, 'utf8').split('\n').filter(Boolean),
    conversationOf: ({ channelId }) => channelId,
    answers: posts.flatMap(({ post, answered }) =>
      answered ? [{ texts: [answered.text], channelId: post.channel_id, rootId: post.root_id }] : [],
    ),
    stray: posts.flatMap(({ post, answered }) => (answered ? [] : [post.message])),
  });
}

/** Which post an answer is for, as the bot says. */
function nameOf({ props }: { readonly props: Readonly<Record<string, unknown>> }): string {
  return String((props['soak'] as { answers?: unknown } | undefined)?.answers);
}
