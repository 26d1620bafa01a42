import { markdownText } from './markdown-text.ts';

/** A member of a channel, with the words that mention them. */
export interface Mentionable {
  readonly id: string;
  readonly username: string;
  /** More words, upper or lower case. */
  readonly keys: readonly string[];
  /** One more word, case-sensitive. */
  readonly firstName?: string;
  /** Whether `@channel`, `@all` and `@here` mention this member. */
  readonly channelWide: boolean;
  /** Whether `@here` mentions this member now. */
  readonly online: boolean;
}

/** Finds the members that the texts of a post mention, by Mattermost's rules; returns their ids. */
export function findMentions(
  texts: readonly string[],
  members: readonly Mentionable[],
  allowed: { readonly channelWide: boolean },
): Set<string> {
  const keywords = keywordsOf(members, allowed.channelWide);
  const mentioned = new Set<string>();
  for (const text of texts) {
    for (const word of wordsOf(markdownText(text))) {
      for (const id of idsFor(word, keywords)) mentioned.add(id);
    }
  }
  return mentioned;
}

type Keywords = ReadonlyMap<string, readonly string[]>;

function keywordsOf(members: readonly Mentionable[], channelWide: boolean): Keywords {
  const keywords = new Map<string, string[]>();
  const add = (word: string, id: string): void => {
    keywords.set(word, [...(keywords.get(word) ?? []), id]);
  };
  for (const { id, username, keys, firstName, ...member } of members) {
    add(`@${username.toLowerCase()}`, id);
    for (const key of keys) add(key.toLowerCase(), id);
    if (firstName) add(firstName, id);
    if (!channelWide || !member.channelWide) continue;
    add('@channel', id);
    add('@all', id);
    if (member.online) add('@here', id);
  }
  return keywords;
}

/** Splits at every character that is in no username and in no emoji name. */
function wordsOf(text: string): string[] {
  const words = text.split(/[^:.\-_@\p{L}\p{N}]+/u).filter(word => word !== '');
  return words.filter(word => !(word.startsWith(':') && word.endsWith(':'))).map(word => word.replace(/^[:.\-_]+/, ''));
}

/** The members that a word mentions: as a whole, without its final punctuation, or by a part of it. */
function idsFor(word: string, keywords: Keywords): readonly string[] {
  for (let rest = word; rest !== ''; rest = rest.slice(0, -1)) {
    const ids = lookUp(rest, keywords);
    if (ids) return ids;
    if (!/[.\-:_]$/.test(rest)) break;
  }
  const parts = word.startsWith('@') ? [] : word.split(/[.\-:]+/);
  return [...parts.flatMap(part => lookUp(part, keywords) ?? []), ...idsWithin(word, keywords)];
}

function lookUp(word: string, keywords: Keywords): readonly string[] | undefined {
  return keywords.get(word.toLowerCase()) ?? keywords.get(word);
}

// Some scripts have no blanks between words, so a keyword that is not ASCII matches inside a word.
function idsWithin(word: string, keywords: Keywords): readonly string[] {
  const foreign = [...keywords.keys()].filter(key => /[^\p{ASCII}]/u.test(key) && word.includes(key));
  return foreign.flatMap(key => keywords.get(key) ?? []);
}
