/** By UTF-16 code units, as JavaScript sorts: what is documented. */
export function byCodeUnit(keys: string[]): string[] {
  if (keys.length > few) return keys.sort();
  // Contexts have a few fields, mostly in order: putting each in its place is faster than the engine's own sorting.
  for (let index = 1; index < keys.length; index++) {
    const key = keys[index] as string;
    let place = index;
    for (; place > 0 && (keys[place - 1] as string) > key; place--) keys[place] = keys[place - 1] as string;
    keys[place] = key;
  }
  return keys;
}

const few = 16;

/** By code points, which is also the order of UTF-8 bytes: how Python, Go and jq sort. */
export function byCodePoint(keys: string[]): string[] {
  return keys.sort(compareCodePoints);
}

/** What `Object.fromEntries` makes of keys in JavaScript's own order: whole numbers come first. */
export function asRebuiltObject(keys: string[]): string[] {
  return withWholeNumbersFirst(keys.sort());
}

/** The same, sorted the way people read: what `@openclaw/mattermost` itself signs. */
export function asRebuiltByLocale(keys: string[]): string[] {
  return withWholeNumbersFirst(keys.sort((a, b) => a.localeCompare(b)));
}

function compareCodePoints(a: string, b: string): number {
  const [first, second] = [Array.from(a), Array.from(b)];
  const differs = first.findIndex((character, i) => character !== second[i]);
  if (differs === -1) return first.length - second.length;
  return (first[differs]?.codePointAt(0) ?? 0) - (second[differs]?.codePointAt(0) ?? -1);
}

function withWholeNumbersFirst(keys: string[]): string[] {
  return Object.keys(Object.fromEntries(keys.map(key => [key, true])));
}
