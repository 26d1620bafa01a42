import { type Channel, findChannel } from './channels.ts';
import { livingPosts, type StoredPost } from './posts.ts';
import { type Phrase, readSearch, type SearchTerms, wordsIn } from './search-terms.ts';
import type { World } from './world.ts';

/** A search for posts. */
export interface PostSearch {
  readonly terms: string;
  /** Whether one word of several is enough. */
  readonly isOrSearch: boolean;
  readonly includeDeletedChannels: boolean;
  /** How far the searcher's time zone is ahead of UTC, in seconds. */
  readonly timeZoneOffset: number;
}

/** The server finds no more. */
const maxFound = 100;

/**
 * Finds posts in the channels of a user, newest first; with a team, in its channels and in direct and group channels.
 *
 * Like PostgreSQL it ignores the endings of English words, so `deploy` finds `deploying`; but with fewer rules.
 */
export function searchPosts(world: World, userId: string, teamId: string, search: PostSearch): StoredPost[] {
  const terms = readSearch(search.terms, search.timeZoneOffset * 1_000);
  if (search.terms.trim() === '*' || search.terms.includes('\0') || isNothingAsked(terms)) return [];
  const channels = [...world.channels.values()].filter(
    channel =>
      world.channelMembers.get(channel.id)?.has(userId) &&
      (teamId === '' || channel.team_id === teamId || channel.team_id === '') &&
      (search.includeDeletedChannels || channel.delete_at === 0) &&
      isWantedChannel(world, channel, terms),
  );
  return channels
    .flatMap(({ id }) => livingPosts(world, id))
    .filter(post => !post.type.startsWith('system_') && isWantedPost(world, post, terms, search.isOrSearch))
    .sort((a, b) => b.create_at - a.create_at)
    .slice(0, maxFound);
}

function isNothingAsked(terms: SearchTerms): boolean {
  const { words, excludedWords, hashtags, from, notFrom, in: inChannels, notIn, times, notTimes } = terms;
  const filters = [from, notFrom, inChannels, notIn, times, notTimes].some(list => list.length > 0);
  // Words that are only excluded make a query that the database refuses, and the server then finds nothing.
  return words.length === 0 && hashtags.length === 0 && (excludedWords.length > 0 || !filters);
}

function isWantedChannel(world: World, channel: Channel, terms: SearchTerms): boolean {
  const isNamed = (name: string): boolean => isChannel(world, channel, name);
  return (terms.in.length === 0 || terms.in.some(isNamed)) && !terms.notIn.some(isNamed);
}

/** Whether the channel has that name; `@alice` means a direct channel with her. */
function isChannel(world: World, channel: Channel, name: string): boolean {
  if (!name.startsWith('@')) return findChannel(world, channel.team_id, name)?.id === channel.id;
  const users = [...world.users.values()].filter(({ username }) => username === name.slice(1));
  return channel.type === 'D' && users.some(({ id }) => channel.name.split('__').includes(id));
}

function isWantedPost(world: World, post: StoredPost, terms: SearchTerms, isOrSearch: boolean): boolean {
  const { username = '' } = world.users.get(post.user_id) ?? {};
  if (terms.from.length > 0 && !terms.from.includes(username)) return false;
  if (terms.notFrom.includes(username)) return false;
  const isAt = ({ first, end }: { first: number; end: number }): boolean =>
    post.create_at >= first && post.create_at < end;
  if (!terms.times.every(isAt) || terms.notTimes.some(isAt)) return false;
  if (terms.words.length === 0 && terms.hashtags.length === 0) return true;
  return hasWords(post, terms, isOrSearch) || hasHashtags(post, terms, isOrSearch);
}

function hasHashtags({ hashtags }: StoredPost, terms: SearchTerms, isOrSearch: boolean): boolean {
  if (terms.hashtags.length === 0) return false;
  const present = hashtags.toLowerCase().split(' ');
  return enough(terms.hashtags, isOrSearch, tag => present.includes(tag));
}

function hasWords({ message }: StoredPost, terms: SearchTerms, isOrSearch: boolean): boolean {
  // The database leaves out words such as "the"; a search for nothing else finds nothing.
  const asked = terms.words.filter(({ words, isQuoted }) => isQuoted || !words.every(word => stopWords.has(word)));
  if (asked.length === 0) return false;
  const present = wordsIn(message);
  return (
    enough(asked, isOrSearch, phrase => hasPhrase(present, phrase)) &&
    !terms.excludedWords.some(phrase => hasPhrase(present, phrase))
  );
}

function enough<T>(items: readonly T[], one: boolean, holds: (item: T) => boolean): boolean {
  return one ? items.some(holds) : items.every(holds);
}

function hasPhrase(present: readonly string[], { words, isPrefix, isQuoted }: Phrase): boolean {
  const fits = (word: string, wanted: string, isLast: boolean): boolean => {
    if (isPrefix && isLast) return word.startsWith(wanted);
    return word === wanted || (!isQuoted && stemOf(word) === stemOf(wanted));
  };
  return present.some((_, start) =>
    words.every((wanted, i) => fits(present[start + i] ?? '', wanted, i === words.length - 1)),
  );
}

const stopWords = new Set(
  'a an and are as at be but by for from i if in into is it its no not of on or our so that the their they this to was we were what when which who will with you your'.split(
    ' ',
  ),
);

/** An English word without its ending. */
function stemOf(word: string): string {
  const singular = word
    .replace(/(ss|x|ch|sh)es$/, '$1')
    .replace(/ies$/, 'y')
    .replace(/([^s])s$/, '$1');
  const stem = singular.replace(/(ing|ed|e|ly)$/, '');
  return (stem.length < 3 ? singular : stem).replace(/([^aeiouls])\1$/, '$1').replace(/y$/, 'i');
}
