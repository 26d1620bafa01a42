import type { Outcome } from '@clawmost/mm-inbox';
import type { TurnInTranscript } from '../host/transcript.ts';
import { deliveredInPart, noAnswer } from '../turns/outcome.ts';

/** What is known of a turn that may have been answered, or begun, by an earlier attempt. */
export interface Evidence {
  /** How much of an answer to it the server has. */
  readonly posted: 'whole' | 'part' | 'none';
  /** An answer that is on our disk and not known to be posted: one that we began to post, or OpenClaw's copy. */
  readonly pending: 'ours' | 'host-copy' | 'none';
  /** Whether it was given to OpenClaw before. */
  readonly wasDispatched: boolean;
  /** Whether it is a command, which must not run twice. */
  readonly isCommand: boolean;
  /** Whether it is a command that was found so late that carrying it out would surprise people. */
  readonly isTooLate: boolean;
  /** What OpenClaw has recorded of it. */
  readonly transcript: TurnInTranscript;
  /** Whether the bot has posted the answer in the transcript without our marker: another plugin ran in between. */
  readonly isPostedByOther: boolean;
  /** Whether OpenClaw has recorded that the turn was stopped. */
  readonly wasStopped: boolean;
  /** Whether OpenClaw is resuming it by itself, because we could not take it over. */
  readonly isResumedByHost: boolean;
  /** An earlier round of this attempt ended without a result; OpenClaw would drop the same id as a duplicate. */
  readonly needsNewId: boolean;
}

/** What is done about it. */
export type RecoveryAction =
  /** It is over. */
  | { readonly do: 'settle'; readonly outcome: Outcome }
  /** Post what is on disk, or what is missing of it. */
  | { readonly do: 'post-pending' }
  /** Post what the transcript says; no model is asked again. */
  | { readonly do: 'post-text'; readonly text: string }
  /** Give it to OpenClaw: under its own id, which continues the turn, or as a new one. */
  | { readonly do: 'dispatch'; readonly as: 'same' | 'new' }
  /** Tell the person that the command came too late and was not carried out. */
  | { readonly do: 'tell-too-late' }
  /** Tell the person that the command may have run. */
  | { readonly do: 'tell-interrupted' }
  /** Wait for OpenClaw, which is resuming the turn. */
  | { readonly do: 'wait' };

/** The text with which an agent chooses not to answer. */
const silentReply = 'NO_REPLY';

/**
 * The decision table of the recovery; README.md shows it in the same order. In short: an answer of ours that is still to be
 * posted, the server, OpenClaw's copy of an answer, its transcript, and only then a dispatch.
 */
export function decideRecovery(evidence: Evidence): RecoveryAction {
  const { posted, pending, wasDispatched, isCommand, transcript, needsNewId } = evidence;
  if (pending === 'ours') return { do: 'post-pending' };
  if (posted === 'whole') return settle('answered', 'delivered');
  if (pending === 'host-copy') return { do: 'post-pending' };
  if (transcript.state === 'answered' && transcript.text.trim() === silentReply)
    return settle('silent', 'agent-silent');
  if (transcript.state === 'answered' && transcript.text.trim() === '') return settle('silent', noAnswer);
  if (transcript.state === 'answered' && evidence.isPostedByOther)
    return settle('answered', 'answered-by-another-plugin');
  if (transcript.state === 'answered') return { do: 'post-text', text: transcript.text };
  if (posted === 'part') return settle('answered', deliveredInPart);
  if (!wasDispatched && evidence.isTooLate) return { do: 'tell-too-late' };
  if (!wasDispatched) return { do: 'dispatch', as: needsNewId ? 'new' : 'same' };
  if (isCommand && transcript.state === 'absent') return { do: 'tell-interrupted' };
  if (evidence.wasStopped) return settle('silent', noAnswer);
  if (evidence.isResumedByHost) return { do: 'wait' };
  const isFollowed = transcript.state === 'unanswered' && transcript.isFollowed;
  return { do: 'dispatch', as: isFollowed || needsNewId ? 'new' : 'same' };
}

function settle(outcome: Outcome['outcome'], code: string): RecoveryAction {
  return { do: 'settle', outcome: { outcome, code } };
}
