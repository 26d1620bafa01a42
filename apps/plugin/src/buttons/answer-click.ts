import type { Handle } from '@clawmost/mm-inbox';
import { choiceLine } from '../answers/controls/clicked-post.ts';
import { takeDown } from '../answers/controls/take-down.ts';
import { postAnswer } from '../answers/post-answer.ts';
import type { AnswerRequest } from '../recovery/recover.ts';
import { type ReadyAccount, warnOf } from '../server/ready-account.ts';
import { texts } from '../texts.ts';
import { type ActionJudge, judgeAction } from '../turns/judge-action.ts';
import { actionOf, type Click, clickKind } from './click.ts';

/** What answering clicks takes. */
export interface AnswerClickOptions {
  readonly account: ReadyAccount;
  readonly judge: ActionJudge;
  readonly answer: AnswerRequest;
}

/** The ledger gives a click up after as many attempts. */
const lastAttempt = 5;

/** Returns the handler of the ledger's clicks: each is one turn, in the thread of its post. */
export function createAnswerClick({ account, judge, answer }: AnswerClickOptions): Handle<unknown> {
  const { stores } = account;

  return async (payload, turn) => {
    const click = payload as Click;
    const { id, postId, channelId, userId } = click;
    // The server may never have got the answer to the click of an earlier process.
    if (turn.source !== 'live') await tidy(click);
    const verdict = await judgeAction(judge, actionOf(click));
    const outcome =
      verdict.act === 'refuse'
        ? { outcome: 'silent' as const, code: verdict.code }
        : await answer(verdict.request, {
            ...{ signal: turn.signal, attempt: turn.attempt, source: turn.source },
            onStarted: turn.release,
          }).catch(async error => {
            if (turn.attempt >= lastAttempt && !turn.signal.aborted) await giveUp(click);
            throw error;
          });
    const code = outcome.code ?? outcome.outcome;
    await stores.decisions
      .note({ postId, channelId, userId, at: Date.now(), code })
      .catch(warnOf(account, `the decision ${code} on click ${id} could not be kept`));
    await tidy(click);
    return outcome;
  };

  /** The person waits in vain; this is not an answer, so the click can be tried again by hand. */
  async function giveUp({ id, label, channelId, rootId }: Click): Promise<void> {
    const text = texts.gaveUpClick(label);
    const answer = { channelId, rootId, text, deliveryId: `gave-up:${clickKind}:${id}`, answers: [] };
    await postAnswer(account, answer).catch(warnOf(account, 'a person could not be told that a click was given up'));
  }

  /** The post shows what was chosen, whatever became of the answer to the click. */
  async function tidy(click: Click): Promise<void> {
    if (click.isLast) await takeDown(account, click.postId, choiceLine(click));
  }
}
