import { markdownText } from './markdown-text.ts';

/** Somebody in a channel, and the words that mention this one. */
export interface Mentionable {
  readonly id: string;
  readonly username: string;
  /** Further words, in any case. */
  readonly keys: readonly string[];
  /** A further word, in this case only. */
  readonly firstName?: string;
  /** Whether `@channel`, `@all` and `@here` count. */
  readonly channelWide: boolean;
  /** Whether `@here` counts at the moment. */
  readonly online: boolean;
}

/** Finds whom the texts of a post mention, by Mattermost's rules. */
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

/** Splits at everything that can be part neither of a name nor of an emoji. */
function wordsOf(text: string): string[] {
  const words = text.split(/[^:.\-_@\p{L}\p{N}]+/u).filter(word => word !== '');
  return words.filter(word => !(word.startsWith(':') && word.endsWith(':'))).map(word => word.replace(/^[:.\-_]+/, ''));
}

/** Who is meant by a word: as it is, without the punctuation behind it, or by a part of it. */
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

// Some scripts put no blanks between words: a keyword that is not ASCII counts anywhere in a word.
function idsWithin(word: string, keywords: Keywords): readonly string[] {
  const foreign = [...keywords.keys()].filter(key => /[^\p{ASCII}]/u.test(key) && word.includes(key));
  return foreign.flatMap(key => keywords.get(key) ?? []);
}
