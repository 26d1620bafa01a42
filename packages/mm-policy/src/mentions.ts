import { readMessage } from './markdown.ts';
import type { Run } from './markdown-inline.ts';

/** Where a message calls somebody. */
export interface Mention {
  /** The name that is called, without `@`, in lower case. */
  readonly name: string;
  /** Where the `@` stands in the message. */
  readonly start: number;
  /** Where the name ends, without the punctuation behind it. */
  readonly end: number;
}

/** The words that call everybody in a channel. */
export const channelMentions: readonly string[] = ['all', 'channel', 'here'];

/**
 * Finds where a message calls one of `names`, by Mattermost's own rules: case does not count, nor does punctuation
 * around a name, and nothing counts in code or in addresses.
 */
export function findMentions(message: string, names: readonly string[]): Mention[] {
  // Most messages call nobody; an `@` can be written as a character reference too.
  if (!/[@&]/.test(message)) return [];
  const wanted = new Set(names.map(name => `@${name.toLowerCase()}`));
  return readMessage(message).runs.flatMap(run => mentionsInRun(run, wanted));
}

/** What people see of a message, without code and addresses. */
export function saidText(message: string): string {
  return readMessage(message)
    .runs.map(run => run.text)
    .join('\n');
}

function mentionsInRun({ text, starts, ends }: Run, wanted: ReadonlySet<string>): Mention[] {
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

/** The names in one word: the word as it is, without the punctuation behind it, or a part of it. */
function namesIn(word: string, wanted: ReadonlySet<string>): FoundName[] {
  for (let name = word.toLowerCase(); name !== ''; name = name.slice(0, -1)) {
    if (wanted.has(name)) return [{ at: 0, name }];
    if (!/[.\-:_]$/.test(name)) break;
  }
  // The server looks into parts of a word only when it does not begin as a mention.
  if (word.startsWith('@')) return [];
  return [...word.toLowerCase().matchAll(/[^.\-:]+/g)]
    .filter(({ 0: part }) => wanted.has(part))
    .map(({ index, 0: name }) => ({ at: index, name }));
}
