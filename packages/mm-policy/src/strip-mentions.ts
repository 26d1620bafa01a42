import { readMessage } from './markdown.ts';
import type { Mention } from './mentions.ts';

/** Blanks within a line, of any width; characters without a width count as well. */
const blank = /[^\S\r\n]|\p{Cf}/u;

/** Punctuation that people put after a name. Behind the full-width ones no blank is needed. */
const punctuation = /[.,:;?!…，：；？！。、]+/y;
const needsNoBlank = /[，：；？！。、]$/;

/**
 * Removes mentions from a message and keeps the rest as it was written, with its lines, indentation and code.
 *
 * A mention is removed only if blanks separate it from other text. A `,` or `:` after it is removed too, and at the
 * beginning of a line any punctuation. A mention within markup, such as `**@claw**` or the text of a link, stays, because
 * the markup would break. If the removal would turn text into code, as it can before an indented line, the whole message
 * stays as it is.
 */
export function stripMentions(message: string, mentions: readonly Mention[]): string {
  let stripped = '';
  let at = 0;
  for (const mention of mentions) {
    const cut = cutAround(message, mention, at);
    if (!cut) continue;
    stripped += message.slice(at, cut.start);
    at = cut.end;
  }
  stripped = trimMessage(stripped + message.slice(at));
  return hasSameCode(stripped, message) ? stripped : message.trim();
}

interface Cut {
  readonly start: number;
  readonly end: number;
}

/** The part of the message to remove for one mention; `undefined` when it is not separated by blanks. */
function cutAround(message: string, { start, end }: Mention, from: number): Cut | undefined {
  const before = blanksBefore(message, start, from);
  const beginsLine = before === 0 || isLineEnd(message[before - 1] ?? '');
  if (start < from || !(beginsLine || before < start || start === from)) return undefined;
  const after = endOfPunctuation(message, end, beginsLine);
  const next = message[after] ?? '';
  if (next === '' || isLineEnd(next)) {
    if (!beginsLine) return { start: before, end: after };
    // A line without other text is removed completely.
    const lineEnd = /^(?:\r\n|\r|\n)?/.exec(message.slice(after, after + 2))?.[0] ?? '';
    return { start: before, end: after + lineEnd.length };
  }
  if (blank.test(next) || (after > end && needsNoBlank.test(message.slice(end, after)))) {
    return { start, end: skipBlanks(message, after) };
  }
  // "thanks @claw." becomes "thanks."
  return /[.!?;]/.test(next) && !beginsLine ? { start: before, end: after } : undefined;
}

/** The index after the punctuation that is removed with a mention. */
function endOfPunctuation(message: string, end: number, beginsLine: boolean): number {
  punctuation.lastIndex = end;
  const [found = ''] = punctuation.exec(message) ?? [];
  if (found === '') return end;
  const next = message[end + found.length] ?? '';
  const isSeparated = next === '' || isLineEnd(next) || blank.test(next) || needsNoBlank.test(found);
  return isSeparated && (beginsLine || /^[,:，：]$/.test(found)) ? end + found.length : end;
}

function isLineEnd(character: string): boolean {
  return character === '\n' || character === '\r';
}

function blanksBefore(message: string, start: number, from: number): number {
  let at = start;
  while (at > from && blank.test(message[at - 1] ?? '')) at -= 1;
  return at;
}

function skipBlanks(message: string, start: number): number {
  let at = start;
  while (at < message.length && blank.test(message[at] ?? '')) at += 1;
  return at;
}

/** Removes blank lines at the start and blanks at the end. The indentation of the first line stays: it may mark code. */
function trimMessage(message: string): string {
  return message.replace(/^(?:[ \t]*(?:\r\n|\r|\n))+/, '').replace(/^\p{Cf}+|[\s\p{Cf}]+$/gu, '');
}

function hasSameCode(one: string, other: string): boolean {
  const [first, second] = [readMessage(one).code, readMessage(other).code];
  return first.length === second.length && first.every((code, index) => code.trim() === second[index]?.trim());
}
