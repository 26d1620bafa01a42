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
  for (let at = 0; at < a.length && at < b.length; at++) {
    const [one, other] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (one !== other) return rank(one) - rank(other);
  }
  return a.length - b.length;
}

/** Halves of surrogate pairs stand for characters that come after all others. */
function rank(codeUnit: number): number {
  return codeUnit >= 0xd800 && codeUnit < 0xe000 ? codeUnit + 0x10000 : codeUnit;
}

function withWholeNumbersFirst(keys: string[]): string[] {
  return Object.keys(Object.fromEntries(keys.map(key => [key, true])));
}
