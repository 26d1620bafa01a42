import { readBlocks, type Stretch } from './markdown-blocks.ts';
import { type Run, readInline } from './markdown-inline.ts';

/** A message taken apart into what is said and what is code. */
export interface ReadMessage {
  /** What is said, in pieces without interruption; places are places in the message. */
  readonly runs: readonly Run[];
  /** What stands in blocks and spans of code, in order. */
  readonly code: readonly string[];
}

/** Reads a message as Mattermost's server does when it looks for mentions. */
export function readMessage(message: string): ReadMessage {
  const runs: Run[] = [];
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

/** For every character of joined lines, its place in the message. */
function placesOf(lines: readonly Stretch[]): number[] {
  return lines.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, offset) => start + offset));
}
