import type { DeadLetter, InboxPost } from '@clawmost/mm-inbox';
import type { Say } from '../answers/say.ts';
import type { DecisionNotes } from './decision-log.ts';
import { type FactSources, gatherFacts } from './facts.ts';
import { type Judge, judge } from './judge.ts';

/** What it takes to tell people that they wait in vain. */
export interface GiveUpOptions {
  readonly sources: FactSources;
  readonly judge: Judge;
  readonly notes: DecisionNotes;
  readonly say: Say;
}

/** Returns what is done when a post has failed too often: it is noted, and whoever waits for the answer is told. */
export function createGiveUp({ sources, judge: judging, notes, say }: GiveUpOptions) {
  return async ({ entry, payload }: DeadLetter): Promise<void> => {
    if (entry.kind !== 'post') return;
    const post = payload as InboxPost;
    notes.ended(post, 'gave-up');
    const facts = await gatherFacts(post, sources);
    const judgement = await judge(judging, facts);
    // Perhaps it failed before anybody knew that it was not meant for the bot.
    if (judgement.act !== 'answer') return;
    await say({
      channelId: post.channel_id,
      rootId: judgement.route.threadId,
      text: `⚠️ I could not answer this message, and do not try again. The log of the gateway says why: look for ${post.id}.`,
      deliveryId: `gave-up:${post.id}`,
      // It is no answer: tried again by hand, the post must not look answered.
      answers: [],
    });
  };
}
