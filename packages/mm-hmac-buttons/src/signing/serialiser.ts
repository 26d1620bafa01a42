import type { Json, JsonObject } from './json.ts';

/** How one language writes JSON, in the points where languages differ. */
export interface Serialiser {
  /** Puts the keys of an object in order. It may sort the given array itself. */
  readonly orderKeys: (keys: string[]) => string[];
  /** Writes a text, quotes included. */
  readonly writeText: (text: string) => string;
  readonly writeNumber: (value: number) => string;
  /** Separates entries. @default `,` */
  readonly comma?: string;
  /** Separates a key from its value. @default `:` */
  readonly colon?: string;
}

/** Writes JSON as the given language does. */
export function serialise(value: Json, serialiser: Serialiser): string {
  if (typeof value === 'string') return serialiser.writeText(value);
  if (typeof value === 'number') return serialiser.writeNumber(value);
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? serialiseList(value, serialiser) : serialiseObject(value as JsonObject, serialiser);
}

function serialiseList(values: readonly Json[], serialiser: Serialiser): string {
  const { comma = ',' } = serialiser;
  let written = '';
  for (const value of values) written += (written === '' ? '' : comma) + serialise(value, serialiser);
  return `[${written}]`;
}

function serialiseObject(fields: JsonObject, serialiser: Serialiser): string {
  const { orderKeys, writeText, comma = ',', colon = ':' } = serialiser;
  let written = '';
  for (const key of orderKeys(Object.keys(fields))) {
    written += (written === '' ? '' : comma) + writeText(key) + colon + serialise(fields[key] as Json, serialiser);
  }
  return `{${written}}`;
}
