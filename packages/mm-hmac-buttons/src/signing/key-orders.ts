import type { Json, JsonObject } from './json.ts';

/** Sorts by UTF-16 code units, as JavaScript's `sort` does: the documented order. */
export function byCodeUnit(keys: string[]): string[] {
  if (keys.length > maxForInsertion) return keys.sort();
  // Most contexts have a few fields that are nearly in order: inserting each is faster than the engine's own sort.
  for (let index = 1; index < keys.length; index++) {
    const key = keys[index] as string;
    let place = index;
    for (; place > 0 && (keys[place - 1] as string) > key; place--) keys[place] = keys[place - 1] as string;
    keys[place] = key;
  }
  return keys;
}

const maxForInsertion = 16;

/** Sorts by code points, which is also the order of UTF-8 bytes: how Python, Go and jq sort. */
export function byCodePoint(keys: string[]): string[] {
  return keys.sort(compareCodePoints);
}

/** Sorts as JavaScript does, then moves whole numbers to the front, as an object from `Object.fromEntries` does. */
export function numbersThenCodeUnits(keys: string[]): string[] {
  return withNumbersFirst(keys.sort());
}

/** Sorts by the rules of the locale, whole numbers in front: what `@openclaw/mattermost` itself signs. */
export function numbersThenLocale(keys: string[]): string[] {
  return withNumbersFirst(keys.sort(compareByLocale));
}

/** The first two keys of one object, at any depth, that `@openclaw/mattermost` sorts in another order than we. */
export function findKeysInOtherOrder(value: Json): readonly [string, string] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const keys = Object.keys(value);
  if (!Array.isArray(value) && keys.some(key => !isSortedAlike.test(key))) {
    const ours = byCodeUnit([...keys]);
    const theirs = numbersThenLocale([...keys]);
    const at = ours.findIndex((key, index) => key !== theirs[index]);
    if (at >= 0) return [ours[at] as string, theirs[at] as string];
  }
  for (const key of keys) {
    const found = findKeysInOtherOrder((value as JsonObject)[key] as Json);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Names that all orders sort alike, as long as there are no others beside them: most keys need no second look. */
const isSortedAlike = /^[a-z_]+$/;

/** Compares as `localeCompare` does, in less time. */
const { compare: compareByLocale } = new Intl.Collator();

function compareCodePoints(a: string, b: string): number {
  for (let at = 0; at < a.length && at < b.length; at++) {
    const [one, other] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (one !== other) return rank(one) - rank(other);
  }
  return a.length - b.length;
}

/** Half of a surrogate pair belongs to a character that sorts behind all others. */
function rank(codeUnit: number): number {
  return codeUnit >= 0xd800 && codeUnit < 0xe000 ? codeUnit + 0x10000 : codeUnit;
}

function withNumbersFirst(keys: string[]): string[] {
  return Object.keys(Object.fromEntries(keys.map(key => [key, true])));
}
