import type { Handle } from '@clawmost/mm-inbox';
import { choiceLine } from '../answers/controls/clicked-post.ts';
import { takeDown } from '../answers/controls/take-down.ts';
import type { AnswerRequest } from '../recovery/recover.ts';
import { type ReadyAccount, warnOf } from '../server/ready-account.ts';
import { type ActionJudge, judgeAction } from '../turns/judge-action.ts';
import { actionOf, type Click } from './click.ts';

/** What answering clicks takes. */
export interface AnswerClickOptions {
  readonly account: ReadyAccount;
  readonly judge: ActionJudge;
  readonly answer: AnswerRequest;
}

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
        : await answer(verdict.request, { ...turn, onStarted: turn.release });
    const code = outcome.code ?? outcome.outcome;
    await stores.decisions
      .note({ postId, channelId, userId, at: Date.now(), code })
      .catch(warnOf(account, `the decision ${code} on click ${id} could not be kept`));
    await tidy(click);
    return outcome;
  };

  /** The post shows what was chosen, whatever became of the answer to the click. */
  async function tidy(click: Click): Promise<void> {
    if (click.isLast) await takeDown(account, click.postId, choiceLine(click));
  }
}
