import type { Entry, OutcomeKind } from '@clawmost/mm-inbox';
import type { Decision } from '../storage/decision-log.ts';
import { explainCode, type SentencePlace } from './code-sentences.ts';
import { showTime } from './command.ts';
import type { PostEvidence, ServerEvidence, StoredEvidence } from './evidence.ts';

const heads: Readonly<Record<OutcomeKind, string>> = {
  answered: 'It was answered',
  joined: 'The answer to another message covers it',
  silent: 'It was not answered',
};

/** Says in sentences what happened to a post, and why; the first says the most. */
export function explainPost(evidence: PostEvidence): string[] {
  const { stored, section } = evidence;
  if (!stored) {
    return [
      `The account has never run with this state directory: there is no file ${evidence.file}.`,
      ...(evidence.cannotRun ? [evidence.cannotRun] : []),
    ];
  }
  const { entry, decisions } = stored;
  if (entry) {
    const place = { channelId: entry.channelId, section };
    return [...explainEntry(entry, evidence, stored), ...explainEarlier(decisions, place, entry)];
  }
  const [last] = decisions;
  if (last) {
    const place = { channelId: last.channelId, section };
    return ['The ledger has forgotten it, because it is old.', ...explainEarlier(decisions, place)];
  }
  return explainUnknown(evidence, stored);
}

function explainEntry(entry: Entry, evidence: PostEvidence, stored: StoredEvidence): string[] {
  const { section, accountId } = evidence;
  const { state, outcome = 'silent', code, failures, error = 'no reason was kept', dueAt, changedAt } = entry;
  const written = `It was written at ${showTime(entry.at)} in the channel ${entry.channelId}.`;
  const at = showTime(changedAt);
  switch (state) {
    case 'settled': {
      const head = `${heads[outcome]} (${code ?? outcome}, ${at})`;
      const why = code === undefined ? '' : `: ${explainCode(code, { channelId: entry.channelId, section })}`;
      return [`${head}${why || '.'}`, written];
    }
    case 'dead':
      return [
        `It was given up at ${at}, after ${count(failures, 'failed attempt')}. The last one says: ${error}`,
        `To try it again: openclaw mattermost inbox retry ${entry.key} --account ${accountId}`,
        written,
      ];
    case 'waiting': {
      const failed = failures > 0 ? [`${count(failures, 'attempt')} failed. The last one says: ${error}`] : [];
      const next =
        dueAt > changedAt ? `It waits until ${showTime(dueAt)} and is then tried again.` : 'It waits for its turn.';
      return [next, ...failed, ...explainStop(evidence, stored), written];
    }
    case 'running': {
      const { turnSince, unposted } = stored;
      const what =
        unposted > 0
          ? `${count(unposted, 'answer')} to it is being posted.`
          : turnSince === undefined
            ? 'It is being handled.'
            : `OpenClaw was given its turn at ${showTime(turnSince)}, which is not over.`;
      return [what, ...explainStop(evidence, stored), written];
    }
  }
}

/** The decisions that the entry does not say itself. */
function explainEarlier(decisions: readonly Decision[], place: SentencePlace, entry?: Entry): string[] {
  const isSaid = entry?.code !== undefined && decisions.at(-1)?.code === entry.code;
  return decisions
    .slice(0, isSaid ? -1 : undefined)
    .map(({ at, code }) => `Decided at ${showTime(at)} (${code}): ${explainCode(code, place)}`);
}

/** Why a post is not in the ledger: what the server says of it decides. */
function explainUnknown(evidence: PostEvidence, stored: StoredEvidence): string[] {
  const stop = explainStop(evidence, stored);
  const { server } = evidence;
  if (server?.says === 'shown') return [explainUnread(server, evidence, stored), ...stop];
  const { startedAt, prunedUntil } = stored;
  const times = [
    ...(startedAt === undefined ? [] : [`Posts from before the first start (${showTime(startedAt)}) get no answer.`]),
    ...(prunedUntil > 0 ? [`What was decided about posts until ${showTime(prunedUntil)} is forgotten.`] : []),
  ];
  if (server?.says === 'not-shown') {
    return [
      'The account has never seen it, and the server does not show it to the bot: its id is wrong, it was deleted, or the bot is not in its channel.',
      ...times,
      ...stop,
    ];
  }
  return [
    `The account has never seen it. The server was not asked: ${server?.why ?? 'there is no need.'}`,
    'Is the id right, and is the bot in its channel?',
    ...times,
    ...stop,
  ];
}

type ShownPost = Extract<ServerEvidence, { readonly says: 'shown' }>;

function explainUnread(post: ShownPost, { section }: PostEvidence, stored: StoredEvidence): string {
  const { startedAt, prunedUntil, completeUntil = 0, marks } = stored;
  const { writtenAt, channelId, isMember } = post;
  const written = showTime(writtenAt);
  if (!isMember) return `The bot is not in its channel, ${channelId}: add it there.`;
  if (startedAt === undefined) return 'The first start of the account is not done yet.';
  if (writtenAt <= startedAt) {
    return `It was written at ${written}, before the first start of the account (${showTime(startedAt)}): older posts get no answer.`;
  }
  if (writtenAt <= prunedUntil) {
    return `It was written at ${written}. What was decided about posts until ${showTime(prunedUntil)} is forgotten.`;
  }
  const readUntil = Math.max(completeUntil, marks.get(channelId) ?? 0);
  if (writtenAt <= readUntil) {
    return (
      `It was written at ${written}, and its channel is read until ${showTime(readUntil)} without it: the bot was not in ` +
      `the channel then, or the post was beyond the limits of the catch-up (${section}.catchUp).`
    );
  }
  return `It was written at ${written} and is not read yet.`;
}

/** Says that the account does not run, and why. */
function explainStop({ cannotRun }: PostEvidence, { holder }: StoredEvidence): string[] {
  if (holder !== undefined) return [];
  return [`The account does not run now${cannotRun === undefined ? '.' : `: ${cannotRun}`}`];
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
