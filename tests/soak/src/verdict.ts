import type { SaidMessage } from './world.ts';

/** An answer of the bot. */
export interface PostedAnswer {
  /** The messages whose text it repeats. */
  readonly texts: readonly string[];
  readonly channelId: string;
  readonly rootId: string;
}

/** What the ledger finally says about a message. */
export interface LedgerEntry {
  readonly state: string;
  readonly outcome: string | undefined;
  readonly code: string | undefined;
  /** How often the process ended while the message was handled. */
  readonly interruptions?: number;
}

/** From so many interruptions on, mm-inbox suspects that a message crashes the process, and handles it alone and later. */
const heldBackAfter = 3;

/** What is known when nothing happens any more. */
export interface Evidence {
  readonly said: readonly SaidMessage[];
  readonly answers: readonly PostedAnswer[];
  /** Posts of the bot that are not answers. */
  readonly stray: readonly string[];
  /** The ids of the posts that were dispatched, in that order, repetitions included. */
  readonly dispatches: readonly string[];
  /** By post id. */
  readonly entries: ReadonlyMap<string, LedgerEntry>;
  /** The conversation of a message; within one, posts are dispatched in the order in which they were written. */
  readonly conversationOf: (message: SaidMessage) => string;
  /** Whether a message may join the running turn of its author before waiting messages of others. @default false */
  readonly canJoin?: boolean;
}

/** The result of a soak; numbers are those of messages. */
export interface Verdict {
  readonly messages: number;
  /** How many were meant for the bot. */
  readonly wanted: number;
  /** Meant for the bot, and without an answer. */
  readonly lost: readonly number[];
  /** With more than one answer. */
  readonly twice: readonly number[];
  /** Not meant for the bot, and answered. */
  readonly unwanted: readonly number[];
  /** Answered in another channel or thread. */
  readonly misplaced: readonly number[];
  /** Without an outcome in the ledger, or with a wrong one. */
  readonly unsettled: readonly string[];
  /** First dispatched after a message that was written later in the same conversation. */
  readonly outOfOrder: readonly number[];
  /** The texts of posts of the bot that are not answers. */
  readonly stray: readonly string[];
  /** How many dispatches were repetitions. */
  readonly again: number;
}

/** Compares the messages of people with the answers and the ledger: every message must have one outcome. */
export function judge(evidence: Evidence): Verdict {
  const { said, answers, stray, dispatches, entries } = evidence;
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
    unwanted: those(message => !message.wanted && answersTo(message).length > 0),
    misplaced: those(message => answersTo(message).some(isElsewhere(message))),
    unsettled: said.flatMap(message => wrongOutcome(message, entries.get(message.postId)) ?? []),
    outOfOrder: outOfOrder(evidence),
    stray,
    again: dispatches.length - new Set(dispatches).size,
  };
}

/** Whether the soak found no fault. */
export function isGood(verdict: Verdict): boolean {
  const { lost, twice, unwanted, misplaced, unsettled, outOfOrder, stray } = verdict;
  return [lost, twice, unwanted, misplaced, unsettled, outOfOrder, stray].every(({ length }) => length === 0);
}

function wrongOutcome({ number, wanted }: SaidMessage, entry: LedgerEntry | undefined): string | undefined {
  if (entry === undefined) return `${number}: unknown`;
  const { state, outcome, code } = entry;
  const fits = wanted ? outcome === 'answered' || outcome === 'joined' : outcome === 'silent';
  return state === 'settled' && fits ? undefined : `${number}: ${[state, outcome, code].filter(Boolean).join(', ')}`;
}

/** Messages that were first dispatched after one that was written later in the same conversation. */
function outOfOrder({ said, dispatches, entries, conversationOf, canJoin = false }: Evidence): number[] {
  const byId = new Map(said.map(message => [message.postId, message]));
  const handed = new Map<string, SaidMessage[]>();
  return [...new Set(dispatches)].flatMap(postId => {
    const message = byId.get(postId);
    if (message === undefined) return [];
    const before = handed.get(conversationOf(message)) ?? [];
    handed.set(conversationOf(message), [...before, message]);
    const isOvertaken = before.some((other, index) => {
      const hasJoined = canJoin && other.author !== message.author && before[index - 1]?.author === other.author;
      return other.at > message.at && !hasJoined;
    });
    const isHeldBack = (entries.get(postId)?.interruptions ?? 0) >= heldBackAfter;
    return isOvertaken && !isHeldBack ? [message.number] : [];
  });
}
