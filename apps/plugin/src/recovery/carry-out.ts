import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '@clawmost/mm-inbox';
import type { Answer } from '../answers/answer.ts';
import { answerPrivately } from '../answers/answer-privately.ts';
import { admitTurnFiles } from '../answers/media/turn-files.ts';
import { partsOf } from '../answers/parts.ts';
import { isAnswerRefused } from '../answers/refusal.ts';
import { findQueuedAnswer, hostCopyId, isHostCopy } from '../answers/same-answer.ts';
import { sendAnswer } from '../answers/send-answer.ts';
import { expectAnswer } from '../answers/send-text.ts';
import { takeMediaLines } from '../host/media-lines.ts';
import type { HostRecords } from '../host/records.ts';
import { type ReadyAccount, warnOf } from '../server/ready-account.ts';
import { texts } from '../texts.ts';
import { deliveredInPart, outcomeOfRefusal } from '../turns/outcome.ts';
import { placeOf, type TurnRequest } from '../turns/turn.ts';
import type { RecoveryAction } from './decide.ts';
import type { HostEvidence, PostedEvidence } from './evidence.ts';
import { timing } from './timing.ts';

type Account = Pick<ReadyAccount, 'accountId' | 'settings' | 'maxPostSize' | 'log' | 'signal'> & {
  readonly stores: Pick<ReadyAccount['stores'], 'pendingAnswers'>;
};

/** Tells the person who gave a command what became of it; of a slash command, nobody else sees it. */
async function tell(accountId: string, request: TurnRequest, text: string, deliveryId: string): Promise<void> {
  const { nativeCommand, kind } = request;
  if (nativeCommand && kind !== 'direct') await answerPrivately(accountId, nativeCommand.caller, text, deliveryId);
  else await sendAnswer(accountId, { ...placeOf(request), text, deliveryId, answers: [request.id] });
}

/** What was decided about a message, other than to give it to OpenClaw or to wait. */
export type FinalAction = Exclude<RecoveryAction, { do: 'dispatch' | 'wait' }>;

/**
 * Ends a message as it was decided: posts what is missing, if anything is.
 *
 * @throws Error when that could not be posted yet
 */
export async function carryOut(
  account: Account,
  action: FinalAction,
  request: TurnRequest,
  own: PostedEvidence,
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
  account: Account,
  action: FinalAction,
  request: TurnRequest,
  { partial, pending }: PostedEvidence,
  { answers }: Pick<HostEvidence, 'answers'>,
): Promise<Outcome> {
  const { accountId } = account;
  const place = placeOf(request);
  switch (action.do) {
    case 'settle':
      return action.outcome;
    case 'post-pending':
      for (const answer of pending) {
        if (isHostCopy(answer)) await postRecovered(account, answer, request.writtenAt);
        else await sendAnswer(accountId, answer, answer.createdAt);
      }
      return { outcome: 'answered', code: 'delivered' };
    case 'post-text': {
      const { text, mediaUrls } = takeMediaLines(action.text);
      const files = await admitTurnFiles(accountId, request.route.agentId, { mediaUrls });
      // A partial answer can be completed only if the text splits into as many parts as its marker says.
      if (partial && partial.of !== partsOf({ text }, account).length) {
        return { outcome: 'answered', code: deliveredInPart };
      }
      const deliveryId = partial?.deliveryId ?? hostCopyId(request.id);
      await postRecovered(account, { ...place, text, files, deliveryId, answers }, request.writtenAt);
      return { outcome: 'answered', code: 'delivered' };
    }
    case 'tell-too-late':
      await tell(accountId, request, texts.commandTooLate(request.text), `too-late-${request.id}`);
      return { outcome: 'answered', code: 'command-too-late' };
    case 'tell-interrupted':
      await tell(accountId, request, texts.commandInterrupted(request.text), `interrupted-${request.id}`);
      return { outcome: 'answered', code: 'command-interrupted' };
  }
}

/** Posts an answer from OpenClaw's records, unless OpenClaw's queue has sent it since: then that message is the answer. */
async function postRecovered(account: Account, answer: Answer, since: number): Promise<void> {
  const { accountId, stores } = account;
  const queued = await findQueuedAnswer(account, answer, answer.text, since);
  if (!queued) {
    await sendAnswer(accountId, answer, since);
    return;
  }
  await stores.pendingAnswers.nameAnswered(queued.deliveryId, answer.answers);
  await stores.pendingAnswers.dropAnswer(answer.deliveryId);
  if (!queued.isPosted) await sendAnswer(accountId, queued, queued.createdAt);
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
    const until = performance.now() + timing.hostResumptionMs;
    const isResuming = () => !isReadable || records.entry(request.route)?.status === 'running';
    while (answer.delivered === 0 && isResuming() && performance.now() < until) {
      await sleep(timing.lookMs, undefined, { signal });
    }
  } finally {
    stopExpecting();
  }
}
