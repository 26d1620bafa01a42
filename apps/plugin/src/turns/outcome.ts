import type { Outcome } from '@clawmost/mm-inbox';
import type { AnswerRefusedError } from '../answers/refusal.ts';

/** What was heard of a turn while it lasted. */
export interface TurnTrace {
  /** OpenClaw has begun the turn, or has put it into another one. */
  readonly started: boolean;
  /** How many answers were posted. */
  readonly delivered: number;
  /** How many answers could not be posted. */
  readonly failed: number;
  /** Whether OpenClaw said by itself that it could not produce an answer. */
  readonly refused: boolean;
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

/** The code of a turn that OpenClaw did not begin, because it believes to know the message. */
export const knownToHost = 'host-knows';

/** The code of a turn that OpenClaw refused, without a word of the agent. */
export const refusedByHost = 'host-failed';

/** The code of a turn that did not begin, because its session was busy with what is not ours, such as a heartbeat. */
export const sessionBusy = 'session-busy';

/**
 * The code of a turn that OpenClaw began and ended without an answer and without a word why. It gives up turns that make
 * no progress while the machine is busy, and may finish them all the same.
 */
export const noAnswer = 'no-answer';

const undecided: ReadonlySet<string | undefined> = new Set([knownToHost, refusedByHost, sessionBusy, noAnswer]);

/** Whether a turn may still have to be answered: OpenClaw has done nothing about it, or did not say what. */
export function isUndecided({ code }: Outcome): boolean {
  return undecided.has(code);
}

/** The code of a message that was put into the turn that ran, and is answered in it. */
export const steered = 'steered';

/** The code of an answer of which only a part is on the server, and the rest cannot get there. */
export const deliveredInPart = 'delivered-in-part';

/** Why a turn that OpenClaw ran had no answer, in words, by code. */
const silences: Readonly<Record<string, string>> = {
  'agent-silent': 'the agent chose to say nothing',
  [noAnswer]: 'OpenClaw ended the turn without a word of the agent',
  'send-policy': 'the session’s send policy in OpenClaw forbids answers',
  'run-blocked': 'a hook in OpenClaw did not let the agent run',
  [refusedByHost]: 'OpenClaw could not produce an answer; its own log has the cause',
};

/** Says in words why a turn had no answer; `undefined` where the code tells another end. */
export function explainSilence(code: string): string | undefined {
  return silences[code];
}

/** Says how a message ended whose answer the server refuses for good. */
export function outcomeOfRefusal({ code, posted }: AnswerRefusedError): Outcome {
  return posted > 0 ? { outcome: 'answered', code: deliveredInPart } : { outcome: 'silent', code };
}

/** Says how a turn ended. Without a callback and without an answer, OpenClaw has dropped the message as a duplicate. */
export function outcomeOf(trace: TurnTrace, end: DispatchEnd | undefined): Outcome {
  if (trace.delivered > 0) return { outcome: 'answered', code: 'delivered' };
  if (trace.refused) return { outcome: 'silent', code: refusedByHost };
  if (end === undefined) return { outcome: 'silent', code: 'host-refused' };
  if (end.deliberateSilentTerminalReply) return { outcome: 'silent', code: 'agent-silent' };
  if (end.sendPolicyDenied) return { outcome: 'silent', code: 'send-policy' };
  if (end.beforeAgentRunBlocked) return { outcome: 'silent', code: 'run-blocked' };
  if (end.observedReplyDelivery) return { outcome: 'answered', code: 'message-tool' };
  if (trace.started) return { outcome: 'silent', code: noAnswer };
  return { outcome: 'silent', code: knownToHost };
}
