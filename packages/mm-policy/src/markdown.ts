import { readBlocks, type TextRange } from './markdown-blocks.ts';
import { readInline, type TextRun } from './markdown-inline.ts';

/** A message, split into visible text and code. */
export interface ReadMessage {
  /** The visible text, in uninterrupted pieces. */
  readonly runs: readonly TextRun[];
  /** The content of blocks and spans of code, in order. */
  readonly code: readonly string[];
}

/** Reads a message as Mattermost's server does when it looks for mentions. */
export function readMessage(message: string): ReadMessage {
  const runs: TextRun[] = [];
  const code: string[] = [];
  for (const block of readBlocks(message)) {
    if (block.kind === 'code') {
      code.push(block.lines.join(''));
      continue;
    }
    const inline = readInline(
      block.lines
        .map(({ start, end }) => message.slice(start, end))
        .join('')
        .trimEnd(),
    );
    const place = placesOf(block.lines);
    for (const { text, starts, ends } of inline.runs) {
      runs.push({ text, starts: starts.map(at => place[at] ?? 0), ends: ends.map(at => (place[at - 1] ?? 0) + 1) });
    }
    code.push(...inline.code);
  }
  return { runs, code };
}

/** The index in the message for every character of the joined lines. */
function placesOf(lines: readonly TextRange[]): number[] {
  return lines.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, offset) => start + offset));
}
