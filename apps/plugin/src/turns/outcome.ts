import type { Outcome } from '@clawmost/mm-inbox';

/** What was heard of a turn while it lasted. */
export interface TurnTrace {
  /** The host has made the turn its own: it finishes it, even after a crash. */
  readonly adopted: boolean;
  /** The post waits for a running turn, or went into it. */
  readonly deferred: boolean;
  /** How many answers were posted. */
  readonly delivered: number;
  /** How many answers could not be posted. */
  readonly failed: number;
  /** Whether the host said, before it had begun a turn, that none could be had. */
  readonly refused: boolean;
}

/** The part of the host's result that tells how a turn ended. */
export interface DispatchEnd {
  readonly counts?: { readonly final?: number };
  readonly deferredToActiveRun?: 'steer' | 'followup';
  readonly deliberateSilentTerminalReply?: true;
  readonly noVisibleReplyFallbackDelivered?: boolean;
  readonly sendPolicyDenied?: boolean;
  readonly beforeAgentRunBlocked?: boolean;
}

/** The code of a post that the host has finished, or finishes by itself. */
export const hostKnows = 'host-knows';

/** The code of a post for which the host could not begin a turn. */
export const hostFailed = 'host-failed';

const hostsRefusal = /^⚠️ OpenClaw couldn['’]t produce or deliver a reply\./;

/** Whether a text is what the host says when a post got neither a turn nor an answer. */
export function isHostsRefusal(text: string): boolean {
  return hostsRefusal.test(text);
}

/** The code of a post that went into a running turn, and is answered in it. */
export const steered = 'steered';

/**
 * Says how a post ended. No callback and no answer at all means that the host knew the post: it has finished its turn, or
 * resumes it by itself.
 */
export function outcomeOf(trace: TurnTrace, end: DispatchEnd | undefined): Outcome {
  if (end === undefined) return { outcome: 'silent', code: 'host-refused' };
  if (end.deferredToActiveRun === 'steer') return { outcome: 'joined', code: steered };
  if (end.deferredToActiveRun === 'followup') return { outcome: 'joined', code: 'queued' };
  if (trace.delivered > 0) return { outcome: 'answered', code: 'delivered' };
  if (trace.refused && !trace.adopted) return { outcome: 'silent', code: hostFailed };
  if (trace.failed > 0) return { outcome: 'silent', code: 'delivery-failed' };
  if ((end.counts?.final ?? 0) > 0 || end.noVisibleReplyFallbackDelivered)
    return { outcome: 'answered', code: 'delivered' };
  if (end.deliberateSilentTerminalReply) return { outcome: 'silent', code: 'agent-silent' };
  if (end.sendPolicyDenied) return { outcome: 'silent', code: 'send-policy' };
  if (end.beforeAgentRunBlocked) return { outcome: 'silent', code: 'run-blocked' };
  if (trace.adopted) return { outcome: 'silent', code: 'no-answer' };
  if (trace.deferred) return { outcome: 'joined', code: 'queued' };
  return { outcome: 'answered', code: hostKnows };
}
