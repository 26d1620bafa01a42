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
  return withNumbersFirst(keys.sort((a, b) => a.localeCompare(b)));
}

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
