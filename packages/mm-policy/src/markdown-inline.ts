import { endOfTarget, linkAround, linkAt } from './markdown-links.ts';

/** A piece of visible text. `starts` and `ends` map each of its characters to a range of the source. */
export interface TextRun {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** The content of a paragraph. */
export interface InlineText {
  readonly runs: readonly TextRun[];
  /** The content of code spans. */
  readonly code: readonly string[];
}

/**
 * Reads the text of a paragraph in which Mattermost looks for mentions.
 *
 * Code spans, web addresses and the targets of links are left out. They, the end of a line and the brackets of a link end
 * a run, so no word spans them. The name of an emoji, such as `:smile:`, is read as blanks. Escaped characters count as
 * themselves. Links by reference are read as plain text.
 */
export function readInline(source: string): InlineText {
  const reader = createReader();
  const brackets: Bracket[] = [];
  let at = 0;
  while (at < source.length) at = readPiece(source, at, reader, brackets);
  reader.interrupt();
  return reader;
}

/** A `[` or `![` that may begin a link. */
interface Bracket {
  readonly image: boolean;
  active: boolean;
}

interface Reader extends InlineText {
  readonly code: string[];
  /** Adds the text of a range of the source. */
  add(text: string, start: number, end: number): void;
  /** Ends the run. */
  interrupt(): void;
  /** Removes the last characters of the run. */
  retract(count: number): void;
}

function createReader(): Reader {
  const runs: TextRun[] = [];
  let text = '';
  let starts: number[] = [];
  let ends: number[] = [];
  return {
    runs,
    code: [],
    add(piece, start, end) {
      text += piece;
      for (let unit = 0; unit < piece.length; unit += 1) {
        starts.push(start);
        ends.push(end);
      }
    },
    interrupt() {
      if (text === '') return;
      runs.push({ text, starts, ends });
      text = '';
      starts = [];
      ends = [];
    },
    retract(count) {
      const length = Math.max(0, text.length - count);
      text = text.slice(0, length);
      starts.length = length;
      ends.length = length;
    },
  };
}

/** Reads the piece at one index and returns the index after it. */
function readPiece(source: string, at: number, reader: Reader, brackets: Bracket[]): number {
  switch (source[at]) {
    case '\n':
    case '\r':
      reader.interrupt();
      return at + 1;
    case '\\':
      return readEscape(source, at, reader);
    case '`':
      return readCodeSpan(source, at, reader);
    case '&':
      return readEntity(source, at, reader);
    case '[':
      brackets.push({ image: source[at - 1] === '!', active: true });
      reader.interrupt();
      return at + 1;
    case ']':
      reader.interrupt();
      return readLinkEnd(source, at, brackets);
    case ':':
      return (
        readBareLink(source, at, reader, brackets) ?? readEmoji(source, at, reader) ?? readCharacter(source, at, reader)
      );
    case 'w':
      return readBareLink(source, at, reader, brackets) ?? readCharacter(source, at, reader);
    default:
      return readCharacter(source, at, reader);
  }
}

function readCharacter(source: string, at: number, reader: Reader): number {
  reader.add(source[at] ?? '', at, at + 1);
  return at + 1;
}

/** Reads the name of an emoji. As on the server, none begins directly after a letter or digit. */
function readEmoji(source: string, at: number, reader: Reader): number | undefined {
  const emoji = /(?<![A-Za-z0-9_]):[A-Za-z0-9_+-]+:/y;
  emoji.lastIndex = at;
  const [name] = emoji.exec(source) ?? [];
  if (name === undefined) return undefined;
  reader.add(' '.repeat(name.length), at, at + name.length);
  return at + name.length;
}

function readEscape(source: string, at: number, reader: Reader): number {
  const next = source[at + 1] ?? '';
  if (!/^[!-/:-@[-`{-~]/.test(next)) {
    reader.add('\\', at, at + 1);
    return at + 1;
  }
  reader.add(next, at, at + 2);
  return at + 2;
}

function readCodeSpan(source: string, at: number, reader: Reader): number {
  const span = /(`+)(?!`)([\s\S]*?)(?<!`)\1(?!`)/y;
  span.lastIndex = at;
  const [whole, , code] = span.exec(source) ?? [];
  if (whole === undefined || code === undefined) {
    const run = /`+/y;
    run.lastIndex = at;
    const ticks = run.exec(source)?.[0] ?? '`';
    reader.add(ticks, at, at + ticks.length);
    return at + ticks.length;
  }
  reader.code.push(code);
  reader.interrupt();
  return at + whole.length;
}

/** The named characters that can be part of a mention. All others separate words, so they need not be decoded. */
const entities: Readonly<Record<string, string>> = { commat: '@', period: '.', lowbar: '_', colon: ':' };

function readEntity(source: string, at: number, reader: Reader): number {
  const entity = /&(?:#[xX]([\da-fA-F]{1,8})|#(\d{1,8})|(\w+));/y;
  entity.lastIndex = at;
  const [whole, hex, decimal, name] = entity.exec(source) ?? [];
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  const character = name === undefined ? characterOf(code) : Object.hasOwn(entities, name) ? entities[name] : undefined;
  if (whole === undefined || character === undefined) {
    reader.add('&', at, at + 1);
    return at + 1;
  }
  reader.add(character, at, at + whole.length);
  return at + whole.length;
}

function characterOf(code: number): string {
  const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return valid ? String.fromCodePoint(code) : '\ufffd';
}

function readLinkEnd(source: string, at: number, brackets: Bracket[]): number {
  const bracket = brackets.pop();
  if (!bracket?.active) return at + 1;
  const end = endOfTarget(source, at + 1, bracket.image);
  if (end === undefined) return at + 1;
  // A link contains no other link, but an image may contain one.
  if (!bracket.image) for (const outer of brackets) if (!outer.image) outer.active = false;
  return end;
}

function readBareLink(source: string, at: number, reader: Reader, brackets: readonly Bracket[]): number | undefined {
  // After an open bracket the server finds no web addresses, even if the bracket never becomes a link.
  const isOpen = brackets.some(bracket => bracket.active);
  const link = isOpen ? undefined : source[at] === ':' ? linkAround(source, at) : linkAt(source, at);
  if (!link || link.end <= at) return undefined;
  reader.retract(at - link.start);
  reader.interrupt();
  return link.end;
}
