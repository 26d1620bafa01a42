import type { SaidMessage } from './world.ts';

/** An answer of the bot. */
export interface PostedAnswer {
  /** The messages whose words it repeats. */
  readonly texts: readonly string[];
  readonly channelId: string;
  readonly rootId: string;
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
  readonly answers: readonly PostedAnswer[];
  /** What it wrote besides answers. */
  readonly stray: readonly string[];
  /** The ids of the posts that were handed over, in the order in which that happened, repetitions included. */
  readonly handOvers: readonly string[];
  /** By the post's id. */
  readonly entries: ReadonlyMap<string, LedgerEntry>;
  /** What is handed over in the order in which it was written. */
  readonly conversationOf: (message: SaidMessage) => string;
  /** Whether a message may join the turn of its author that runs, before those of others that wait. @default false */
  readonly canJoin?: boolean;
}

/** How it went. */
export interface Verdict {
  readonly messages: number;
  /** How many were to be answered. */
  readonly wanted: number;
  /** To be answered, and no answer stands. */
  readonly lost: readonly number[];
  /** More than one answer was posted. */
  readonly twice: readonly number[];
  /** Not meant for the bot, and answered. */
  readonly uncalledFor: readonly number[];
  /** Answered somewhere else. */
  readonly misplaced: readonly number[];
  /** Without an outcome in the ledger, or with one that does not fit. */
  readonly unsettled: readonly string[];
  /** Handed over for the first time after one that was written later in the same conversation. */
  readonly outOfOrder: readonly number[];
  /** What the bot wrote besides answers. */
  readonly stray: readonly string[];
  /** How many times a message was handed over again. */
  readonly again: number;
}

/** Compares what was said with what was posted: every message has one outcome. */
export function judge(evidence: Evidence): Verdict {
  const { said, answers, stray, handOvers, entries } = evidence;
  const answersByText = new Map<string, PostedAnswer[]>();
  for (const answer of answers) {
    for (const text of answer.texts) answersByText.set(text, [...(answersByText.get(text) ?? []), answer]);
  }
  const answersTo = ({ text }: SaidMessage) => answersByText.get(text) ?? [];
  const those = (which: (message: SaidMessage) => boolean) => said.filter(which).map(({ number }) => number);
  const isElsewhere = ({ channelId, rootId }: SaidMessage) => {
    return (answer: PostedAnswer) => answer.channelId !== channelId || answer.rootId !== rootId;
  };
  const isUnanswered = (message: SaidMessage) => message.wanted && answersTo(message).length === 0;
  return {
    messages: said.length,
    wanted: said.filter(({ wanted }) => wanted).length,
    lost: those(isUnanswered),
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
function outOfOrder({ said, handOvers, conversationOf, canJoin = false }: Evidence): number[] {
  const byId = new Map(said.map(message => [message.postId, message]));
  const handed = new Map<string, SaidMessage[]>();
  return [...new Set(handOvers)].flatMap(postId => {
    const message = byId.get(postId);
    if (message === undefined) return [];
    const before = handed.get(conversationOf(message)) ?? [];
    handed.set(conversationOf(message), [...before, message]);
    const isOvertaken = before.some((other, index) => {
      const hasJoined = canJoin && other.author !== message.author && before[index - 1]?.author === other.author;
      return other.at > message.at && !hasJoined;
    });
    return isOvertaken ? [message.number] : [];
  });
}
