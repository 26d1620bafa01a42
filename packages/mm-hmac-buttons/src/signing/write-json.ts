import type { Json, JsonObject } from './json.ts';

/** How one language's serialiser writes JSON where serialisers differ. */
export interface Writing {
  /** Sorts the keys of an object, in place or not. */
  readonly sort: (keys: string[]) => string[];
  /** Writes a text with its quotes. */
  readonly text: (text: string) => string;
  /** Writes a number. */
  readonly number: (value: number) => string;
  /** Between entries. @default `,` */
  readonly comma?: string;
  /** Between key and value. @default `:` */
  readonly colon?: string;
}

/** Writes JSON in the given way. */
export function writeJson(value: Json, how: Writing): string {
  if (typeof value === 'string') return how.text(value);
  if (typeof value === 'number') return how.number(value);
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? writeList(value, how) : writeFields(value as JsonObject, how);
}

function writeList(values: readonly Json[], how: Writing): string {
  const { comma = ',' } = how;
  let written = '';
  for (const value of values) written += (written === '' ? '' : comma) + writeJson(value, how);
  return `[${written}]`;
}

function writeFields(fields: JsonObject, how: Writing): string {
  const { comma = ',', colon = ':' } = how;
  let written = '';
  for (const key of how.sort(Object.keys(fields))) {
    written += (written === '' ? '' : comma) + how.text(key) + colon + writeJson(fields[key] as Json, how);
  }
  return `{${written}}`;
}
