import type { Outcome } from '@clawmost/mm-inbox';
import type { AnswerRefusedError } from '../answers/refusal.ts';
import type { Turn } from './turn.ts';

/** What we have seen of a turn so far. */
export interface TurnProgress {
  /** How many answers were posted. */
  delivered: number;
  /** How many answers could not be posted. */
  failed: number;
  /** OpenClaw said by itself that it could not produce an answer. */
  hasHostFailed: boolean;
  /** The server refuses an answer for good. */
  refusal: AnswerRefusedError | undefined;
  /** The turn was stopped and is over; what OpenClaw still says is not posted. */
  isOver: boolean;
  /** Answers that are still being posted; the turn is not over before they are. */
  readonly sending: Promise<unknown>[];
}

/** The part of OpenClaw's result that says how a turn ended. */
export interface DispatchEnd {
  readonly counts?: { readonly final?: number };
  readonly deferredToActiveRun?: 'steer' | 'followup';
  readonly observedReplyDelivery?: boolean;
  readonly deliberateSilentTerminalReply?: true;
  readonly noVisibleReplyFallbackDelivered?: boolean;
  readonly noVisibleReplyFallbackEligible?: boolean;
  readonly sendPolicyDenied?: boolean;
  readonly beforeAgentRunBlocked?: boolean;
}

/** The code of a turn that OpenClaw did not begin: it has dropped the message as a duplicate. */
export const droppedAsDuplicate = 'host-duplicate';

/** The code of a message that OpenClaw did not dispatch, without a word. */
const droppedByHost = 'host-dropped';

/** The code of a turn in which OpenClaw could not produce an answer, and said so. */
export const hostFailed = 'host-failed';

/** The code of a turn that did not begin, because its session was busy with what is not ours, such as a heartbeat. */
export const sessionBusy = 'session-busy';

/**
 * The code of a turn that OpenClaw began and ended without an answer and without a word why. It gives up turns that make
 * no progress while the machine is busy, and may finish them all the same.
 */
export const noAnswer = 'no-answer';

const undecided: ReadonlySet<string | undefined> = new Set([droppedAsDuplicate, hostFailed, sessionBusy, noAnswer]);

/** Whether a turn may still have to be answered: OpenClaw has done nothing about it, or did not say what. */
export function isUndecided({ code }: Outcome): boolean {
  return undecided.has(code);
}

/** The code of a message that joined the running turn, whose answer covers it. */
export const steered = 'steered';

/** The code of a message of whose answer only the first posts are on the server; the rest was refused or lost. */
export const deliveredInPart = 'delivered-in-part';

/** Why a turn that OpenClaw ran had no answer, or only a part of one, in words, by code. */
const silences: Readonly<Record<string, string>> = {
  'agent-silent': 'the agent chose to say nothing',
  [noAnswer]: 'OpenClaw ended the turn without a word of the agent',
  'send-policy': 'the session’s send policy in OpenClaw forbids answers',
  'run-blocked': 'a hook in OpenClaw did not let the agent run',
  [droppedByHost]: 'OpenClaw dropped the message without a turn; its own log has the cause',
  [hostFailed]: 'OpenClaw could not produce an answer; its own log has the cause',
  [deliveredInPart]: 'only its first posts are on the server, and the rest is lost or was refused',
};

/** Says in words why a turn had no whole answer; `undefined` where the code names another end. */
export function explainSilence(code: string): string | undefined {
  return silences[code];
}

/**
 * Says how a message ended whose answer the server refuses for good.
 *
 * @param delivered how many other answers to it were posted
 */
export function outcomeOfRefusal({ code, posted }: AnswerRefusedError, delivered = 0): Outcome {
  return posted + delivered > 0 ? { outcome: 'answered', code: deliveredInPart } : { outcome: 'silent', code };
}

/** The error of an attempt that ends before an answer is posted. */
export function unposted(postId: string): Error {
  return new Error(`An answer to post ${postId} is not posted yet: its text is kept, and the next attempt posts it`);
}

/** Says how a turn ended. Without a callback and without an answer, OpenClaw has dropped the message as a duplicate. */
export function outcomeOf(
  progress: Pick<TurnProgress, 'delivered' | 'hasHostFailed'> & Pick<Turn, 'isStarted'>,
  end: DispatchEnd | undefined,
): Outcome {
  if (progress.delivered > 0) return { outcome: 'answered', code: 'delivered' };
  if (progress.hasHostFailed) return { outcome: 'silent', code: hostFailed };
  if (end === undefined) return { outcome: 'silent', code: droppedByHost };
  if (end.deliberateSilentTerminalReply) return { outcome: 'silent', code: 'agent-silent' };
  if (end.sendPolicyDenied) return { outcome: 'silent', code: 'send-policy' };
  if (end.beforeAgentRunBlocked) return { outcome: 'silent', code: 'run-blocked' };
  if (end.observedReplyDelivery) return { outcome: 'answered', code: 'message-tool' };
  if (progress.isStarted) return { outcome: 'silent', code: noAnswer };
  return { outcome: 'silent', code: droppedAsDuplicate };
}
