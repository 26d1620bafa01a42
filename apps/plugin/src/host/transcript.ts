import { createHash } from 'node:crypto';
import { loadTranscriptEventsSync } from 'openclaw/plugin-sdk/session-store-runtime';
import { takeMediaLines } from './media-lines.ts';
import type { Session } from './session-entry.ts';

/** What OpenClaw computes the name of a turn from. */
export interface TurnAddress {
  readonly accountId: string;
  /** The target given as `reply.to`, such as `channel:<id>`; the thread is not part of it. */
  readonly to: string;
  /** The message id given to `buildContext`. */
  readonly messageId: string;
}

/**
 * Computes the name under which OpenClaw records the turn of a message: in the session's row, in the transcript and in the
 * list of finished turns. OpenClaw does not export its function, and the prefix has a version: `isNamedAsExpected` in
 * `recovery/` compares the name with what a transcript shows.
 */
export function turnName({ accountId, to, messageId }: TurnAddress): string {
  const source = JSON.stringify(['mattermost', accountId, to, messageId]);
  return `channel-user:v1:${createHash('sha256').update(source).digest('hex')}`;
}

/** One message in the transcript of a session, as far as the recovery reads it. */
export type TranscriptEntry =
  | {
      readonly role: 'user';
      /** The name of the turn that the message started or joined; see `turnName`. */
      readonly turn: string | undefined;
      /** The message id that the plugin gave to OpenClaw. */
      readonly messageId: string | undefined;
    }
  | {
      readonly role: 'assistant';
      readonly text: string;
      /** Whether it is the end of an answer: neither text before a tool call, nor text of a failed run. */
      readonly isFinal: boolean;
    };

interface TranscriptMessage {
  readonly role?: string;
  readonly content?: string | readonly { readonly type?: string; readonly text?: string }[];
  readonly stopReason?: string;
  readonly idempotencyKey?: string;
  readonly __openclaw?: { readonly transport?: { readonly messageId?: string } };
}

/** Reads the messages of a session, oldest first. It reads the whole transcript, so do not call it for every post. */
export function readTranscript(session: Session, sessionId: string): TranscriptEntry[] {
  const events = loadTranscriptEventsSync({ ...session, sessionId });
  return events.flatMap(event => toEntry((event as { message?: TranscriptMessage }).message));
}

/** Reads one message of a transcript; returns no entry for tool results and for OpenClaw's own messages. */
export function toEntry(message: TranscriptMessage | undefined): TranscriptEntry[] {
  if (message?.role === 'user') {
    return [{ role: 'user', turn: message.idempotencyKey, messageId: message.__openclaw?.transport?.messageId }];
  }
  if (message?.role !== 'assistant') return [];
  return [{ role: 'assistant', text: textOf(message.content), isFinal: message.stopReason === 'stop' }];
}

function textOf(content: TranscriptMessage['content'] = ''): string {
  if (typeof content === 'string') return content;
  return content
    .filter(({ type }) => type === 'text')
    .map(({ text = '' }) => text)
    .join('');
}

/** What a transcript says about one turn. */
export type TurnInTranscript =
  /** OpenClaw has not recorded the message. */
  | { readonly state: 'absent' }
  /** The message is recorded, and the model has not finished an answer to it. */
  | { readonly state: 'unanswered' /** Whether another message follows it. */; readonly isFollowed: boolean }
  /**
   * The model has answered it, together with the turns in `joined` whose messages came before the answer. The text is empty
   * when the model has ended without a word.
   */
  | { readonly state: 'answered'; readonly text: string; readonly joined: readonly string[] };

/**
 * Finds a turn in a transcript. The answer to a message is the last final text of the model before the next message. The
 * messages of turns that were put together have one answer.
 *
 * @param together the names of the turns that OpenClaw has put together with this one
 */
export function findTurn(
  entries: readonly TranscriptEntry[],
  name: string,
  together: ReadonlySet<string> = new Set(),
): TurnInTranscript {
  const at = entries.findLastIndex(entry => entry.role === 'user' && entry.turn === name);
  if (at < 0) return { state: 'absent' };
  const joined: string[] = [];
  let text: string | undefined;
  for (const entry of entries.slice(at + 1)) {
    if (entry.role === 'assistant') {
      if (entry.isFinal) text = entry.text || (text ?? '');
    } else if (text !== undefined || entry.turn === undefined || !together.has(entry.turn)) break;
    else joined.push(entry.turn);
  }
  if (text !== undefined) return { state: 'answered', text, joined };
  return { state: 'unanswered', isFollowed: entries.slice(at + 1).some(({ role }) => role === 'user') };
}

/**
 * Finds the turns that an answer is for: those of the messages before it that have no earlier answer.
 *
 * @param names the turns that are open in the session
 * @param answered those of them that have an answer already
 */
export function turnsAnsweredBy(
  entries: readonly TranscriptEntry[],
  text: string,
  names: ReadonlySet<string>,
  answered: ReadonlySet<string>,
): string[] {
  // A set, because a message that was dispatched twice can be in the transcript twice.
  const waiting = new Set<string>();
  for (const entry of entries) {
    if (entry.role === 'user') {
      if (entry.turn !== undefined && names.has(entry.turn) && !answered.has(entry.turn)) waiting.add(entry.turn);
    } else if (waiting.size > 0 && isThisAnswer(entry, text)) return [...waiting];
  }
  // The text is not in the transcript as it was sent: OpenClaw removes tags and adds a prefix.
  return [...waiting];
}

function isThisAnswer(entry: TranscriptEntry, text: string): boolean {
  if (entry.role !== 'assistant' || !entry.isFinal || entry.text.trim() === '') return false;
  const words = takeMediaLines(entry.text).text.trim();
  return words === '' ? text.trim() === '' : text.trim().endsWith(words);
}
