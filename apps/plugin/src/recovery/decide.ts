import type { Outcome } from '@clawmost/mm-inbox';
import type { TurnInTranscript } from '../host/transcript.ts';
import { deliveredInPart, noAnswer } from '../turns/outcome.ts';

/** What is known of a turn that may have been answered, or begun, by an earlier attempt. */
export interface Evidence {
  /** How much of an answer to it the server has. */
  readonly posted: 'whole' | 'part' | 'none';
  /** The text of an answer that is on disk and not known to be posted: one that we began to post, or the host's copy. */
  readonly pending: 'ours' | 'hosts' | 'none';
  /** Whether it was given to OpenClaw before. */
  readonly wasDispatched: boolean;
  /** Whether it is a command, which must not run twice. */
  readonly isCommand: boolean;
  /** What OpenClaw has recorded of it. */
  readonly transcript: TurnInTranscript;
  /** Whether the bot has posted the answer in the transcript without our marker: another plugin ran in between. */
  readonly isPostedByOther: boolean;
  /** Whether OpenClaw has recorded that the turn was stopped. */
  readonly wasStopped: boolean;
  /** Whether OpenClaw is resuming it by itself, and could not be kept from that. */
  readonly isHostsOwn: boolean;
  /** Whether OpenClaw has refused it, or has taken it for a duplicate, since this process began to recover it. */
  readonly wasRefused: boolean;
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
  /** Tell the person that the command may have run. */
  | { readonly do: 'ask-again' }
  /** Wait for OpenClaw, which is resuming the turn. */
  | { readonly do: 'wait' };

/** What an agent says to say nothing. */
const silentReply = 'NO_REPLY';

/**
 * The decision table of the recovery; README.md shows it with the reasons. The ledger and the Mattermost server decide
 * first, then what is on disk, and only then what OpenClaw has recorded.
 */
export function decideRecovery(evidence: Evidence): RecoveryAction {
  const { posted, pending, wasDispatched, isCommand, transcript, wasRefused } = evidence;
  if (pending === 'ours') return { do: 'post-pending' };
  if (posted === 'whole') return settle('answered', 'delivered');
  if (pending === 'hosts') return { do: 'post-pending' };
  if (transcript.state === 'answered' && transcript.text.trim() === silentReply)
    return settle('silent', 'agent-silent');
  if (transcript.state === 'answered' && transcript.text.trim() === '') return settle('silent', noAnswer);
  if (transcript.state === 'answered' && evidence.isPostedByOther)
    return settle('answered', 'answered-by-another-plugin');
  if (transcript.state === 'answered') return { do: 'post-text', text: transcript.text };
  if (posted === 'part') return settle('answered', deliveredInPart);
  if (!wasDispatched) return { do: 'dispatch', as: wasRefused ? 'new' : 'same' };
  if (isCommand && transcript.state === 'absent') return { do: 'ask-again' };
  if (evidence.wasStopped) return settle('silent', noAnswer);
  if (evidence.isHostsOwn) return { do: 'wait' };
  const isFollowed = transcript.state === 'unanswered' && transcript.isFollowed;
  return { do: 'dispatch', as: isFollowed || wasRefused ? 'new' : 'same' };
}

function settle(outcome: Outcome['outcome'], code: string): RecoveryAction {
  return { do: 'settle', outcome: { outcome, code } };
}
