/** A code block that is open at some place of a text. */
interface Fence {
  /** The line that opened it, such as "```python". */
  readonly opening: string;
  /** What closes it. */
  readonly closing: string;
}

/**
 * Cuts a text into parts that a server takes. The server counts code points, not bytes and not UTF-16 units.
 *
 * A part ends at a line break where one is in its second half, else at a blank, else in the middle of a word. Links, rows of
 * tables and lines that open a code block are kept whole where a part can hold them; where none can, the part ends with "…" in
 * the middle of the row or line. A code block that is cut is closed at the end of one part and opened again at the
 * beginning of the next. Without the fences and marks that are added so, and the break or blank at which it was cut, the
 * parts are the text.
 */
export function splitText(text: string, maxPostSize: number): string[] {
  const parts: string[] = [];
  let fence: Fence | undefined;
  let isInsideLine = false;
  let rest = Array.from(text.trim() === '' ? '' : text);
  while (rest.length > 0) {
    const head: string[] = fence ? [...fence.opening, '\n'] : [];
    if (head.length + rest.length <= maxPostSize) {
      parts.push([...head, ...rest].join(''));
      break;
    }
    let cut = cutAt(rest, maxPostSize - head.length);
    let open = openFence(rest.slice(0, cut), fence, maxPostSize);
    if (open) {
      cut = cutAt(rest, maxPostSize - head.length - open.closing.length - 1);
      open = openFence(rest.slice(0, cut), fence, maxPostSize);
    } else if (cutsWholeLine(rest, cut, isInsideLine)) {
      cut = cutAt(rest, maxPostSize - head.length - lineGoesOn.length);
    }
    // A block that would be empty in this part begins in the next one.
    const begun = open && startOfLine(rest, cut - 1);
    if (open && begun && rest.slice(begun, cut).join('').trimEnd() === open.opening) {
      cut = begun;
      open = openFence(rest.slice(0, cut), fence, maxPostSize);
    }
    const body = rest
      .slice(0, cut)
      .join('')
      .replace(/[\n ]$/, '');
    isInsideLine = open === undefined && cutsWholeLine(rest, cut, isInsideLine);
    const hasRoom = head.length + cut < maxPostSize;
    const end = open ? `\n${open.closing}` : isInsideLine && hasRoom ? lineGoesOn : '';
    parts.push(`${head.join('')}${body}${end}`);
    rest = rest.slice(cut);
    fence = isClosingLine(rest, open) ? undefined : open;
    // The line that closes the block here has been written already.
    if (open && !fence) rest = rest.slice(endOfLine(rest));
  }
  return parts.filter(part => part !== '');
}

/** Ends a part in the middle of a row or line that no part can hold. */
const lineGoesOn = '…';

/** How many characters go into a part: up to a good place to cut. */
function cutAt(characters: readonly string[], limit: number): number {
  const most = Math.max(1, limit);
  // One more than fits: a break that comes right after the part is where it was cut.
  const window = characters.slice(0, most + 1);
  const half = Math.floor(most / 2);
  for (const mark of ['\n', ' ']) {
    const at = window.lastIndexOf(mark);
    if (at >= half) return Math.min(beforeWhole(characters, at + 1, most), most + 1);
  }
  return Math.min(beforeWhole(characters, most, most), most);
}

/** A cut inside a link, or inside a line that is kept whole, moves before it, if one part can hold it. */
function beforeWhole(characters: readonly string[], cut: number, most: number): number {
  const start = cutsWholeLine(characters, cut, false) ? startOfLine(characters, cut) : 0;
  const fits = start > 0 && endOfLine(characters.slice(start, start + most + 1)) <= most;
  return fits ? start : beforeLink(characters, cut, most);
}

/** A row of a table, or a line that opens a code block. In pieces they are not read as what they are. */
const wholeLine = /^ {0,3}(?:\||`{3}[^`]*$|~{3})/;

/** Whether a cut is inside a line that is kept whole; the line may have begun in the part before. */
function cutsWholeLine(characters: readonly string[], cut: number, hasBegun: boolean): boolean {
  const start = startOfLine(characters, cut);
  if (start >= cut || characters[cut] === '\n' || cut >= characters.length) return false;
  if (start === 0 && hasBegun) return true;
  return wholeLine.test(characters.slice(start, cut).join(''));
}

/** A link. Each character is read a few times at most, whatever the text: it may be the output of any command. */
const link = /\[[^[\]\n]*\]\((?:[^()\s]|\([^()\s]*\))*\)|<?https?:\/\/[^\s>]+>?/g;

/** A cut inside a link moves before it, if one part can hold the link. */
function beforeLink(characters: readonly string[], cut: number, most: number): number {
  // Longer links are cut anyway.
  const text = characters.slice(0, cut + most).join('');
  const at = characters.slice(0, cut).join('').length;
  for (const match of text.matchAll(link)) {
    if (match.index >= at) break;
    if (match.index + match[0].length <= at) continue;
    const start = Array.from(text.slice(0, match.index)).length;
    return start > 0 && Array.from(match[0]).length <= most ? start : cut;
  }
  return cut;
}

/** A line that opens a code block: backquotes with none behind them in the line, or tildes with anything. */
const openingLine = /^ {0,3}(?:(`{3,})[^`]*|(~{3,}).*)$/;

/** The code block that is open behind some text, if one is. Of a line that is cut, it is not known what it is. */
function openFence(characters: readonly string[], before: Fence | undefined, limit: number): Fence | undefined {
  // A longer line is cut like any other text: repeated in each part, it would fill them.
  const longestOpening = Math.floor(limit / 4);
  let fence = before;
  for (const line of characters.join('').split('\n').slice(0, -1)) {
    if (fence) {
      if (line.trim().startsWith(fence.closing) && isOnly(line.trim(), fence.closing[0])) fence = undefined;
      continue;
    }
    const [, backquotes, tildes] = openingLine.exec(line) ?? [];
    const closing = backquotes ?? tildes;
    if (closing !== undefined && line.length <= longestOpening) fence = { opening: line.trimEnd(), closing };
  }
  return fence;
}

function isOnly(text: string, character: string | undefined): boolean {
  return [...text].every(each => each === character);
}

function isClosingLine(rest: readonly string[], fence: Fence | undefined): boolean {
  if (!fence) return false;
  const line = rest.slice(0, endOfLine(rest)).join('').trim();
  return line.startsWith(fence.closing) && isOnly(line, fence.closing[0]);
}

function endOfLine(characters: readonly string[]): number {
  const at = characters.indexOf('\n');
  return at < 0 ? characters.length : at + 1;
}

/** Where the line begins in which the character at a place is. */
function startOfLine(characters: readonly string[], at: number): number {
  return characters.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
}
