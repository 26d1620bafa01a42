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
 * matter, and nothing in code, in a web address or in the name of an emoji counts.
 *
 * It differs from the server in two points, because a bot that stays silent is the worse mistake: a name counts when other
 * letters than `a` to `z` touch it, as in `@claw에게`, and `＠` counts as `@`.
 */
export function findMentions(message: string, names: readonly string[]): Mention[] {
  // Most messages have no mention. An `@` can be written as a character reference, which begins with `&`.
  if (!/[@＠&]/.test(message)) return [];
  const wanted = names.map(name => `@${toLower(name)}`).sort((one, other) => other.length - one.length);
  return readMessage(message).runs.flatMap(run => mentionsInRun(run, wanted));
}

/** A word between colons, which people read as an emoji. */
const emojiLike = /(?<![A-Za-z0-9_]):[A-Za-z0-9_+@.-]+:/g;

/** An email address, or a text of that form. */
const email = /[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+/g;

/** The text that people read as words: without code, web addresses, email addresses and the names of emoji. */
export function visibleWords(message: string): string {
  return readMessage(message)
    .runs.map(run => run.text.replace(emojiLike, ' ').replace(email, ' '))
    .join('\n');
}

function mentionsInRun({ text, starts, ends }: TextRun, wanted: readonly string[]): Mention[] {
  const words = toLower(text.replaceAll('＠', '@'));
  const found: Mention[] = [];
  for (const { index, 0: word } of words.matchAll(/[:.\-_@a-z0-9]+/g)) {
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
function namesIn(word: string, wanted: readonly string[]): FoundName[] {
  const whole = wanted.find(name => word.startsWith(name) && /^[.\-:_]*$/.test(word.slice(name.length)));
  if (whole !== undefined) return [{ at: 0, name: whole }];
  // The server looks at parts of a word only when the word does not begin with `@`.
  if (word.startsWith('@')) return [];
  return [...word.matchAll(/[^.\-:]+/g)]
    .filter(({ 0: part }) => wanted.includes(part))
    .map(({ index, 0: name }) => ({ at: index, name }));
}

/** Lowers `A` to `Z` only, as user names have no other letters. Other letters change their length or meaning. */
function toLower(text: string): string {
  return text.replace(/[A-Z]/g, letter => letter.toLowerCase());
}
