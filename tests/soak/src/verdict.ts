import type { SaidMessage } from './world.ts';

/** A post of the bot that answers something. */
export interface StandingAnswer {
  /** The messages whose words it repeats. */
  readonly texts: readonly string[];
  readonly channelId: string;
  readonly rootId: string;
}

/** A post in which the bot says that it cannot tell whether an answer stands. */
export interface Notice {
  readonly channelId: string;
  readonly rootId: string;
  /** When, on the server's clock. */
  readonly at: number;
}

/** What the ledger says about a message in the end. */
export interface LedgerEntry {
  readonly state: string;
  readonly outcome: string | undefined;
  readonly code: string | undefined;
}

/** What is known when everything has become quiet. */
export interface Evidence {
  readonly said: readonly SaidMessage[];
  readonly answers: readonly StandingAnswer[];
  /** Where the bot has told people that it was interrupted. */
  readonly notices: readonly Notice[];
  /** What it wrote beside answers and notices. */
  readonly stray: readonly string[];
  /** The ids of the posts that were handed over, in the order in which that happened, repetitions included. */
  readonly handOvers: readonly string[];
  /** By the post's id. */
  readonly entries: ReadonlyMap<string, LedgerEntry>;
  /** What is handed over in the order in which it was written. */
  readonly conversationOf: (message: SaidMessage) => string;
}

/** How it went. */
export interface Verdict {
  readonly messages: number;
  /** How many were to be answered. */
  readonly wanted: number;
  /** To be answered, and no answer stands. */
  readonly lost: readonly number[];
  /** Without an answer, and a notice says that nobody can tell whether one stands. */
  readonly noticed: readonly number[];
  /** More than one answer stands. */
  readonly twice: readonly number[];
  /** Not meant for the bot, and answered. */
  readonly uncalledFor: readonly number[];
  /** Answered somewhere else. */
  readonly misplaced: readonly number[];
  /** Without an outcome in the ledger, or with one that does not fit. */
  readonly unsettled: readonly string[];
  /** Handed over for the first time after one that was written later in the same conversation. */
  readonly outOfOrder: readonly number[];
  /** What the bot wrote beside answers and notices. */
  readonly stray: readonly string[];
  /** How many times a message was handed over again. */
  readonly again: number;
}

/** Holds what was said against what stands: every message has one outcome. */
export function judge(evidence: Evidence): Verdict {
  const { said, answers, notices, stray, handOvers, entries } = evidence;
  const answersByText = new Map<string, StandingAnswer[]>();
  for (const answer of answers) {
    for (const text of answer.texts) answersByText.set(text, [...(answersByText.get(text) ?? []), answer]);
  }
  const answersTo = ({ text }: SaidMessage) => answersByText.get(text) ?? [];
  const those = (which: (message: SaidMessage) => boolean) => said.filter(which).map(({ number }) => number);
  const isElsewhere = ({ channelId, rootId }: SaidMessage) => {
    return (answer: StandingAnswer) => answer.channelId !== channelId || answer.rootId !== rootId;
  };
  const isNoticed = ({ channelId, rootId, at }: SaidMessage) =>
    notices.some(notice => notice.channelId === channelId && notice.rootId === rootId && notice.at > at);
  const isUnanswered = (message: SaidMessage) => message.wanted && answersTo(message).length === 0;
  return {
    messages: said.length,
    wanted: said.filter(({ wanted }) => wanted).length,
    lost: those(message => isUnanswered(message) && !isNoticed(message)),
    noticed: those(message => isUnanswered(message) && isNoticed(message)),
    twice: those(message => answersTo(message).length > 1),
    uncalledFor: those(message => !message.wanted && answersTo(message).length > 0),
    misplaced: those(message => answersTo(message).some(isElsewhere(message))),
    unsettled: said.flatMap(message => strangeEnd(message, entries.get(message.postId)) ?? []),
    outOfOrder: outOfOrder(evidence),
    stray,
    again: handOvers.length - new Set(handOvers).size,
  };
}

/** Whether everything went as promised. */
export function isGood(verdict: Verdict): boolean {
  const { lost, twice, uncalledFor, misplaced, unsettled, outOfOrder, stray } = verdict;
  return [lost, twice, uncalledFor, misplaced, unsettled, outOfOrder, stray].every(({ length }) => length === 0);
}

function strangeEnd({ number, wanted }: SaidMessage, entry: LedgerEntry | undefined): string | undefined {
  if (entry === undefined) return `${number}: unknown`;
  const { state, outcome, code } = entry;
  const fits = wanted ? outcome === 'answered' || outcome === 'joined' : outcome === 'silent';
  return state === 'settled' && fits ? undefined : `${number}: ${[state, outcome, code].filter(Boolean).join(', ')}`;
}

/** Those whose first hand-over came after that of a message that was written later in the same conversation. */
function outOfOrder({ said, handOvers, conversationOf }: Evidence): number[] {
  const byId = new Map(said.map(message => [message.postId, message]));
  const latest = new Map<string, number>();
  return [...new Set(handOvers)].flatMap(postId => {
    const message = byId.get(postId);
    if (message === undefined) return [];
    const before = latest.get(conversationOf(message)) ?? 0;
    latest.set(conversationOf(message), Math.max(before, message.at));
    return message.at < before ? [message.number] : [];
  });
}
