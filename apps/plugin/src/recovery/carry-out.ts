import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '@clawmost/mm-inbox';
import { hostsCopyId } from '../answers/hosts-copy.ts';
import { partsOf } from '../answers/parts.ts';
import { isAnswerRefused } from '../answers/refusal.ts';
import { sendAnswer } from '../answers/send-answer.ts';
import { expectAnswer } from '../answers/send-text.ts';
import type { HostRecords } from '../host/records.ts';
import { type ReadyAccount, warnOf } from '../server/ready-account.ts';
import { texts } from '../texts.ts';
import { deliveredInPart, outcomeOfRefusal } from '../turns/outcome.ts';
import { placeOf, type TurnRequest } from '../turns/turn-request.ts';
import type { RecoveryAction } from './decide.ts';
import type { HostEvidence, OwnEvidence } from './evidence.ts';
import { timing } from './timing.ts';

/** What was decided about a message, other than to give it to OpenClaw or to wait. */
export type FinalAction = Exclude<RecoveryAction, { do: 'dispatch' | 'wait' }>;

/**
 * Ends a message as it was decided: posts what is missing, if anything is.
 *
 * @throws Error when that could not be posted yet
 */
export async function carryOut(
  account: Pick<ReadyAccount, 'accountId' | 'settings' | 'maxPostSize' | 'log' | 'signal'>,
  action: FinalAction,
  request: TurnRequest,
  own: OwnEvidence,
  host: Pick<HostEvidence, 'answers'>,
): Promise<Outcome> {
  try {
    return await post(account, action, request, own, host);
  } catch (error) {
    if (!isAnswerRefused(error)) throw error;
    warnOf(account, `an answer to post ${request.id} could not be posted`)(error);
    return outcomeOfRefusal(error);
  }
}

async function post(
  account: Pick<ReadyAccount, 'accountId' | 'settings' | 'maxPostSize'>,
  action: FinalAction,
  request: TurnRequest,
  { partial, pendingAnswer }: OwnEvidence,
  { answers }: Pick<HostEvidence, 'answers'>,
): Promise<Outcome> {
  const { accountId } = account;
  const place = placeOf(request);
  switch (action.do) {
    case 'settle':
      return action.outcome;
    case 'post-pending':
      if (pendingAnswer) await sendAnswer(accountId, pendingAnswer, pendingAnswer.createdAt);
      return { outcome: 'answered', code: 'delivered' };
    case 'post-text': {
      const { text } = action;
      // What is on the server in part can only be completed when the text has as many parts.
      if (partial && partial.of !== partsOf({ text }, account).length) {
        return { outcome: 'answered', code: deliveredInPart };
      }
      const deliveryId = partial?.deliveryId ?? hostsCopyId(request.id);
      await sendAnswer(accountId, { ...place, text, deliveryId, answers }, request.writtenAt);
      return { outcome: 'answered', code: 'delivered' };
    }
    case 'ask-again': {
      const text = texts.commandInterrupted(request.text);
      await sendAnswer(accountId, { ...place, text, deliveryId: `ask-again-${request.id}`, answers: [request.id] });
      return { outcome: 'answered', code: 'command-interrupted' };
    }
  }
}

/**
 * Waits until OpenClaw has done something about a turn that it resumes by itself; its answer is marked as the answer to
 * these posts.
 *
 * @param isReadable whether OpenClaw's records say when it has ended
 */
export async function waitForHost(
  { accountId }: Pick<ReadyAccount, 'accountId'>,
  records: HostRecords,
  request: Pick<TurnRequest, 'route' | 'channel' | 'posts'>,
  isReadable: boolean,
  signal: AbortSignal,
): Promise<void> {
  const answer = { accountId, ...placeOf(request), posts: request.posts, delivered: 0 };
  const stopExpecting = expectAnswer(answer);
  try {
    const until = Date.now() + timing.hostResumptionMs;
    const isResuming = () => !isReadable || records.entry(request.route)?.status === 'running';
    while (answer.delivered === 0 && isResuming() && Date.now() < until) {
      await sleep(timing.lookMs, undefined, { signal });
    }
  } finally {
    stopExpecting();
  }
}
