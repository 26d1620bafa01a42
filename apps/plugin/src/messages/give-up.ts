import type { DeadLetter, InboxPost } from '@clawmost/mm-inbox';
import { postAnswer } from '../answers/post-answer.ts';
import type { ReadyAccount } from '../server/ready-account.ts';
import { texts } from '../texts.ts';
import { placeOf } from '../turns/turn.ts';
import { type FactSources, gatherFacts } from './facts.ts';
import { type JudgeOptions, judgePost } from './judge.ts';
import type { DecisionNotes } from './note-decisions.ts';

/** What it takes to tell people that they wait in vain. */
export interface GiveUpOptions {
  readonly account: ReadyAccount;
  readonly sources: FactSources;
  readonly judge: JudgeOptions;
  readonly notes: DecisionNotes;
}

/** Makes the handler of dead letters: it notes that the post was given up, and answers the person who waits with that. */
export function createGiveUp({ account, sources, judge, notes }: GiveUpOptions) {
  return async ({ entry, payload }: DeadLetter): Promise<void> => {
    if (entry.kind !== 'post') return;
    const post = payload as InboxPost;
    await notes.ended(post, 'gave-up');
    await account.stores.pendingAnswers.closeTurn(post.id, Date.now());
    const judgement = await judgePost(judge, await gatherFacts(post, sources));
    // It may have failed before it was known that it was not meant for the bot.
    if (judgement.act !== 'answer') return;
    await postAnswer(account, {
      ...placeOf(judgement.request),
      text: texts.gaveUp(post.id),
      deliveryId: `gave-up:${post.id}`,
      // This is not an answer: when the post is tried again by hand, it must not look answered.
      answers: [],
    });
  };
}
