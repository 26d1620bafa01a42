const escapes: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** Writes JSON with the bytes that Go writes: it escapes characters that are special in HTML. */
export function toJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, character => escapes[character] ?? character);
}

/** A copy with the keys of every object sorted, as they are after Go has read and written a map. */
export function withSortedKeys<T>(value: T): T;
export function withSortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSortedKeys);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [key, withSortedKeys(inner)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Writes JSON as Go writes maps: with the keys of every object sorted by their bytes.
 *
 * Sorted objects are not enough: JavaScript puts keys that look like numbers first.
 */
export function toSortedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toSortedJson).join(',')}]`;
  if (!isObject(value)) return Object.is(value, -0) ? '-0' : toJson(value);
  const entries = Object.entries(value).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return `{${entries.map(([key, inner]) => `${toJson(key)}:${toSortedJson(inner)}`).join(',')}}`;
}

/** Whether `value` is a JSON object: not `null`, not an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
