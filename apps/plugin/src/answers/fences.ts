/** A code block that is open at some place of a text. */
export interface Fence {
  /** The line that opened it, such as "```python". */
  readonly opening: string;
  /** What closes it. */
  readonly closing: string;
}

/** A line that opens a code block: backquotes with none behind them in the line, or tildes with anything. */
const openingLine = /^ {0,3}(?:(`{3,})[^`]*|(~{3,}).*)$/;

/**
 * The code block that is open behind some text, if one is. Of a line that is cut, it is not known what it is.
 *
 * @param before the block that is open in front of it
 * @param longestOpening longer lines that look like the beginning of a block count as text
 */
export function fenceAfter(text: string, before: Fence | undefined, longestOpening: number): Fence | undefined {
  let fence = before;
  for (const line of text.split('\n').slice(0, -1)) {
    if (fence) {
      if (isClosedBy(line, fence)) fence = undefined;
      continue;
    }
    const opening = line.trimEnd();
    const [, backquotes, tildes] = openingLine.exec(opening) ?? [];
    const closing = backquotes ?? tildes;
    if (closing !== undefined && opening.length <= longestOpening) fence = { opening, closing };
  }
  return fence;
}

/** Whether a line closes a block: at least as many of the same characters, and nothing else. */
export function isClosedBy(line: string, { closing }: Fence): boolean {
  const marks = line.trim();
  return marks.startsWith(closing) && [...marks].every(mark => mark === closing[0]);
}
