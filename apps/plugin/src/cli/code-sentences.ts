import { explainReason, isReason } from '@clawmost/mm-policy';
import { explainRefusal } from '../answers/refusal.ts';
import { explainSilence } from '../turns/outcome.ts';

/** What explanations name: the channel of a post, and where the settings of its account stand. */
export interface SentencePlace {
  readonly channelId: string;
  /** Such as `channels.mattermost.accounts.ops`. */
  readonly section: string;
}

/** What the codes mean that neither the rules nor the answers explain. */
const sentences: Readonly<Record<string, string>> = {
  delivered: 'The whole answer is posted.',
  'message-tool': 'The agent posted by itself, with the message tool.',
  'answered-by-another-plugin': 'Another plugin that ran in place of this one has posted the answer.',
  'command-interrupted':
    'The gateway went down while it ran this command, and the person was told to check its effect.',
  'command-too-late':
    'It was a command that the bot found more than 10 minutes late; it was not carried out, and the person was told.',
  'command-silent': 'OpenClaw took the command and posted nothing about it.',
  'stop-request': 'The person asked the bot to stop, and was told what came of it.',
  'agent-command': 'It asked which agent answers in the thread, or handed the thread over to another agent.',
  'answered-at-join': 'It led to the invitation of the bot, and was answered when the bot had joined.',
  debounced: 'It was put together with what the same person wrote right after it.',
  collected: 'It was put together with later messages of its conversation.',
  queued: 'OpenClaw put it into its own queue and answered it there.',
  steered: 'It joined the turn that was running, whose answer covers it.',
  stopped: 'The turn was stopped before it had an answer.',
  interrupted: 'A later message took its place, as the queue mode "interrupt" says.',
  'prompt-deleted': 'It was deleted before it had an answer.',
  deleted: 'It was deleted before its turn began.',
  'thread-gone': 'The first post of its thread was deleted.',
  'host-duplicate': 'OpenClaw took it for a duplicate and began no turn. It is given to OpenClaw again.',
  'session-busy': 'The session was busy with other work of OpenClaw. It is given to OpenClaw again.',
  'channel-gone': 'The bot can no longer see its channel.',
  'author-gone': 'The server no longer knows who wrote it.',
  'pairing-code-posted':
    'The sender is unknown and was given a pairing code (openclaw pairing approve mattermost <code>).',
  'pairing-code-not-delivered':
    'The sender is unknown, and the pairing code could not be posted; the gateway log says why.',
  'pairing-too-many': 'The sender is unknown, and too many pairing requests are pending: approve or reject some.',
  'gave-up': 'Every attempt failed.',
  dropped: 'An operator gave it up for good, with `openclaw mattermost inbox drop`.',
};

/** The codes of OpenClaw's resolver have underscores; ours never do. */
const isHostCode = (code: string) => code.includes('_');

/** Whether there is a sentence for a code of our own. */
export function hasSentence(code: string): boolean {
  return [sentences[code], explainSilence(code), explainRefusal(code)].some(Boolean) || isReason(code);
}

/** Says in one sentence what a code of the decision log or the ledger means. */
export function explainCode(code: string, place: SentencePlace): string {
  const known =
    sentences[code] ??
    sentenceOf(explainSilence(code)) ??
    sentenceOf(explainRefusal(code), 'The server refused the answer: ');
  if (known !== undefined) return known;
  if (isReason(code)) return explainReason(code, place);
  if (isHostCode(code)) return "OpenClaw's own rules for the channel did not admit it.";
  return 'This release does not know the reason: another one wrote it.';
}

function sentenceOf(clause: string | undefined, before = ''): string | undefined {
  if (clause === undefined) return undefined;
  const text = `${before}${clause}`;
  return `${text[0]?.toUpperCase()}${text.slice(1)}${/[.?]$/.test(text) ? '' : '.'}`;
}
