import { readMessage } from './markdown.ts';
import type { TextRun } from './markdown-inline.ts';

/** A mention in a message. */
export interface Mention {
  /** The name without `@`, in lower case. */
  readonly name: string;
  /** The index of the `@` in the message. */
  readonly start: number;
  /** The index after the name, without punctuation that follows it. */
  readonly end: number;
}

/** The names that mention all members of a channel. */
export const channelMentions: readonly string[] = ['all', 'channel', 'here'];

/**
 * Finds the mentions of `names` in a message, by Mattermost's own rules: case and punctuation around a name do not
 * matter, and nothing in code or in a web address counts.
 */
export function findMentions(message: string, names: readonly string[]): Mention[] {
  // Most messages have no mention. An `@` can be written as a character reference, which begins with `&`.
  if (!/[@&]/.test(message)) return [];
  const wanted = new Set(names.map(name => `@${name.toLowerCase()}`));
  return readMessage(message).runs.flatMap(run => mentionsInRun(run, wanted));
}

/** The text that people see, without code and web addresses. */
export function visibleText(message: string): string {
  return readMessage(message)
    .runs.map(run => run.text)
    .join('\n');
}

function mentionsInRun({ text, starts, ends }: TextRun, wanted: ReadonlySet<string>): Mention[] {
  const found: Mention[] = [];
  for (const { index, 0: word } of text.matchAll(/[:.\-_@\p{L}\p{N}]+/gu)) {
    // A word between colons could be an emoji.
    if (word.startsWith(':') && word.endsWith(':')) continue;
    const lead = /^[:.\-_]*/.exec(word)?.[0].length ?? 0;
    for (const { at, name } of namesIn(word.slice(lead), wanted)) {
      const first = index + lead + at;
      found.push({ name: name.slice(1), start: starts[first] ?? 0, end: ends[first + name.length - 1] ?? 0 });
    }
  }
  return found;
}

interface FoundName {
  readonly at: number;
  readonly name: string;
}

/** Finds names in one word: the word itself, the word without punctuation at its end, or a part of the word. */
function namesIn(word: string, wanted: ReadonlySet<string>): FoundName[] {
  for (let name = word.toLowerCase(); name !== ''; name = name.slice(0, -1)) {
    if (wanted.has(name)) return [{ at: 0, name }];
    if (!/[.\-:_]$/.test(name)) break;
  }
  // The server looks at parts of a word only when the word does not begin with `@`.
  if (word.startsWith('@')) return [];
  return [...word.toLowerCase().matchAll(/[^.\-:]+/g)]
    .filter(({ 0: part }) => wanted.has(part))
    .map(({ index, 0: name }) => ({ at: index, name }));
}
