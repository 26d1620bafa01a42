import { type Fence, fenceAfter, isClosedBy } from './fences.ts';

/** Where a text is cut: near the limit, or between paragraphs if there are any. */
export type SplitMode = 'length' | 'newline';

/** A part of a text, and what it needs around it. Of all parts, `text` and `gap` together are the whole text. */
export interface TextPart {
  /** Opens the code block again in which the part before was cut. */
  readonly opening: string;
  readonly text: string;
  /** Closes the code block in which this part is cut. */
  readonly closing: string;
  /** The break or blank at which it was cut, which is not posted. */
  readonly gap: string;
}

/** The texts of the parts of a text that a server takes, as they are posted; see {@link cutText}. */
export function splitText(text: string, maxPostSize: number, mode: SplitMode = 'length'): string[] {
  const parts = cutText(text, maxPostSize, mode);
  return parts.filter(part => part.text.trim() !== '').map(({ opening, text, closing }) => opening + text + closing);
}

/**
 * Cuts a text into parts that a server takes. The server counts code points, not bytes and not UTF-16 units.
 *
 * A part ends at a line break where one is in its second half, else at a blank, else in the middle of a word, but not inside
 * of what people see as one character. Links and rows of tables are kept whole where a part can hold them. A code block that
 * is cut is closed at the end of one part and opened again at the beginning of the next. A longer row, or a longer line that
 * opens a code block, is cut without a mark: the parts are what the agent wrote, and nothing else.
 */
export function cutText(text: string, maxPostSize: number, mode: SplitMode = 'length'): TextPart[] {
  const parts: TextPart[] = [];
  // A longer line is cut like any other text: repeated in each part, it would fill them.
  const longestOpening = Math.floor(maxPostSize / 4);
  let fence: Fence | undefined;
  for (let at = 0; at < text.length; ) {
    const opening = fence ? `${fence.opening}\n` : '';
    const room = maxPostSize - lengthOf(opening);
    if (indexAfter(text, at, room) === text.length) {
      parts.push({ opening, text: text.slice(at), closing: '', gap: '' });
      break;
    }
    let cut = cutAt(text, at, room, mode);
    let open = fenceAfter(text.slice(at, cut), fence, longestOpening);
    if (open) {
      cut = cutAt(text, at, room - open.closing.length - 1, mode);
      open = fenceAfter(text.slice(at, cut), fence, longestOpening);
    }
    // A block that would be empty in this part begins in the next one.
    const lastLine = startOfLine(text, cut - 1);
    if (open && lastLine > at && text.slice(lastLine, cut).trimEnd() === open.opening) {
      cut = lastLine;
      open = fenceAfter(text.slice(at, cut), fence, longestOpening);
    }
    const [gap = ''] = /(?:\r?\n| )$/.exec(text.slice(Math.max(at, cut - 2), cut)) ?? [];
    const body = text.slice(at, cut - gap.length);
    // The line that closes the block here is written already.
    const skipped = open && isClosedBy(lineAt(text, cut), open) ? lineAt(text, cut) : '';
    parts.push({ opening, text: body, closing: open ? `\n${open.closing}` : '', gap: gap + skipped });
    at = cut + skipped.length;
    fence = skipped ? undefined : open;
  }
  return parts;
}

/** Up to which index the next part goes. */
function cutAt(text: string, from: number, room: number, mode: SplitMode): number {
  const most = Math.max(1, room);
  const hard = indexAfter(text, from, most);
  const half = indexAfter(text, from, Math.floor(most / 2));
  const paragraph = mode === 'newline' ? text.lastIndexOf('\n\n', hard - 2) : -1;
  if (paragraph > from) return paragraph + 2;
  for (const mark of ['\n', ' ']) {
    // A break that comes right after the part is where it was cut.
    const at = text.lastIndexOf(mark, hard);
    if (at >= half && at >= from) return beforeWhole(text, from, at + 1, most);
  }
  return beforeWhole(text, from, beforeCharacter(text, from, hard), most);
}

/** A link. Each character is read a few times at most, whatever the text: it may be the output of any command. */
const link = /\[[^[\]\n]*\]\((?:[^()\s]|\([^()\s]*\))*\)|<?https?:\/\/[^\s>]+>?/g;

/** A cut inside a link or a row of a table moves before it, if one part can hold it. */
function beforeWhole(text: string, from: number, cut: number, most: number): number {
  const row = startOfLine(text, cut - 1);
  const isInRow = text[cut - 1] !== '\n' && row > from && /^ *\|/.test(text.slice(row, row + 100));
  if (isInRow && lengthOf(lineAt(text, row).trimEnd()) <= most) return row;
  // Longer links are cut anyway.
  const window = text.slice(from, indexAfter(text, cut, most));
  for (const match of window.matchAll(link)) {
    const start = from + match.index;
    if (start >= cut) break;
    if (start + match[0].length <= cut) continue;
    return start > from && lengthOf(match[0]) <= most ? start : cut;
  }
  return cut;
}

/** As people see characters: a letter with its accents, a family of emoji. */
const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** No character of a language is longer; a longer one is cut. */
const longestCharacter = 100;

/** A cut inside a character moves before it. */
function beforeCharacter(text: string, from: number, cut: number): number {
  let start = Math.max(from, cut - longestCharacter);
  if (/[\uDC00-\uDFFF]/.test(text[start] ?? '') && start > from) start -= 1;
  const around = characters.segment(text.slice(start, cut + longestCharacter)).containing(cut - start);
  const begin = start + (around?.index ?? cut - start);
  return begin > from ? begin : cut;
}

/** The index after a number of code points. */
function indexAfter(text: string, from: number, count: number): number {
  // Most texts have no code point of two units.
  let at = from;
  for (let left = count; left > 0 && at < text.length; left -= 1) {
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return at;
}

function lengthOf(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; count += 1) at = indexAfter(text, at, 1);
  return count;
}

/** Where the line begins in which the character at an index is. */
function startOfLine(text: string, at: number): number {
  return at <= 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
}

/** The line that begins at an index, with its break. */
function lineAt(text: string, from: number): string {
  const end = text.indexOf('\n', from);
  return text.slice(from, end < 0 ? undefined : end + 1);
}
