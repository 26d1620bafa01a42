import { readMessage } from './markdown.ts';
import type { Mention } from './mentions.ts';

/**
 * Takes mentions out of a message, and leaves the rest as it was written: lines, indentation and code stay.
 *
 * Only a mention that stands by itself goes, with a `,` or `:` behind it; one within markup, such as `**@claw**` or the
 * text of a link, stays, since the markup would fall apart. Where leaving mentions out would turn text into code, as it
 * can in front of an indented line, the message stays whole.
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
  return sameCode(stripped, message) ? stripped : message.trim();
}

interface Cut {
  readonly start: number;
  readonly end: number;
}

/** What to take out for one mention; `undefined` where it does not stand by itself. */
function cutAround(message: string, { start, end }: Mention, from: number): Cut | undefined {
  if (start < from || !/^\s?$/.test(message[start - 1] ?? '')) return undefined;
  const comma = /[,:](?=\s|$)/y;
  comma.lastIndex = end;
  const after = comma.test(message) ? end + 1 : end;
  const before = blanksBefore(message, start, from);
  const next = message[after] ?? '';
  const beginsLine = before === 0 || isLineEnd(message[before - 1] ?? '');
  if (next === '' || isLineEnd(next)) {
    if (!beginsLine) return { start: before, end: after };
    // A line with nothing else on it goes as a whole.
    const lineEnd = /^(?:\r\n|\r|\n)?/.exec(message.slice(after, after + 2))?.[0] ?? '';
    return { start: before, end: after + lineEnd.length };
  }
  if (next === ' ' || next === '\t') return { start, end: skipBlanks(message, after) };
  // "thanks @claw." becomes "thanks."
  return /[.!?;]/.test(next) && !beginsLine ? { start: before, end: after } : undefined;
}

function isLineEnd(character: string): boolean {
  return character === '\n' || character === '\r';
}

function blanksBefore(message: string, start: number, from: number): number {
  let at = start;
  while (at > from && (message[at - 1] === ' ' || message[at - 1] === '\t')) at -= 1;
  return at;
}

function skipBlanks(message: string, start: number): number {
  let at = start;
  while (message[at] === ' ' || message[at] === '\t') at += 1;
  return at;
}

/** Blank lines at the start and blanks at the end say nothing; the first line's indentation may make it code. */
function trimMessage(message: string): string {
  return message.replace(/^(?:[ \t]*(?:\r\n|\r|\n))+/, '').trimEnd();
}

function sameCode(one: string, other: string): boolean {
  const [first, second] = [readMessage(one).code, readMessage(other).code];
  return first.length === second.length && first.every((code, index) => code.trim() === second[index]?.trim());
}
