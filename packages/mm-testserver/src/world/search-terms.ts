/** What a search for posts asks for. */
export interface SearchTerms {
  /** Words and quoted phrases that a message must have. */
  readonly words: readonly Phrase[];
  readonly excludedWords: readonly Phrase[];
  readonly hashtags: readonly string[];
  /** `from:`, by username. */
  readonly from: readonly string[];
  readonly notFrom: readonly string[];
  /** `in:` and `channel:`, by the names of channels. */
  readonly in: readonly string[];
  readonly notIn: readonly string[];
  /** `on:`, `before:` and `after:`, as `[first, end)` in milliseconds. */
  readonly times: readonly Times[];
  readonly notTimes: readonly Times[];
}

/** Consecutive words; the last one can be the beginning of a word. */
export interface Phrase {
  readonly words: readonly string[];
  /** It ends with `*`. */
  readonly isPrefix: boolean;
  /** It is in quotes: only the exact words count. */
  readonly isQuoted: boolean;
}

interface Times {
  readonly first: number;
  readonly end: number;
}

const dayMs = 86_400_000;

/** Reads the text of a search, as people type it: `deploy "last night" from:alice -in:ops #release`. */
export function readSearch(text: string, timeZoneOffsetMs: number): SearchTerms {
  const terms = {
    words: [] as Phrase[],
    excludedWords: [] as Phrase[],
    hashtags: [] as string[],
    from: [] as string[],
    notFrom: [] as string[],
    in: [] as string[],
    notIn: [] as string[],
    times: [] as Times[],
    notTimes: [] as Times[],
  };
  // A blank may follow the colon of a filter.
  const joined = text.replace(/(^|\s)(-?(?:from|in|channel|on|before|after|ext)):\s+(?=\S)/gi, '$1$2:');
  for (const [token = ''] of joined.matchAll(/-?"[^"]*"|\S+/g)) {
    const excluded = token.startsWith('-');
    const [, filter = '', value = ''] = /^-?(from|in|channel|on|before|after|ext):(.+)$/i.exec(token) ?? [];
    switch (filter.toLowerCase()) {
      case 'from':
        terms[excluded ? 'notFrom' : 'from'].push(value.replace(/^@/, '').toLowerCase());
        continue;
      case 'in':
      case 'channel':
        terms[excluded ? 'notIn' : 'in'].push(value.replace(/^~/, ''));
        continue;
      case 'on':
      case 'before':
      case 'after':
        terms[excluded ? 'notTimes' : 'times'].push(timesOf(filter.toLowerCase(), value, timeZoneOffsetMs));
        continue;
      // Only searches for files use it.
      case 'ext':
        continue;
    }
    const bare = token.replace(/^-/, '').replace(/^[^\p{L}\p{N}#"]+/u, '');
    if (/^#+\p{L}[\p{L}\p{N}_.-]*$/u.test(bare)) {
      if (!excluded) terms.hashtags.push(bare.replace(/^#+/, '#').toLowerCase());
      continue;
    }
    terms[excluded ? 'excludedWords' : 'words'].push(...phrasesOf(bare));
  }
  return terms;
}

function phrasesOf(token: string): Phrase[] {
  const words = wordsIn(token);
  if (token.startsWith('"')) return words.length > 0 ? [{ words, isPrefix: false, isQuoted: true }] : [];
  const isPrefix = token.endsWith('*');
  return words.map((word, i) => ({ words: [word], isPrefix: isPrefix && i === words.length - 1, isQuoted: false }));
}

/** The words of a text, in lower case. */
export function wordsIn(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function timesOf(filter: string, date: string, timeZoneOffsetMs: number): Times {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const start = Date.UTC(year, month - 1, day) - timeZoneOffsetMs;
  if (filter === 'before') return { first: 0, end: start };
  if (filter === 'after') return { first: start + dayMs, end: Number.POSITIVE_INFINITY };
  return { first: start, end: start + dayMs };
}
