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
  /** Puts every entry on a line of its own, indented by this text for each level. @default one line */
  readonly indent?: string;
}

/** Writes JSON as the given language does. */
export function serialise(value: Json, serialiser: Serialiser, level = 0): string {
  if (typeof value === 'string') return serialiser.writeText(value);
  if (typeof value === 'number') return serialiser.writeNumber(value);
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value)
    ? writeList(value, serialiser, level)
    : writeObject(value as JsonObject, serialiser, level);
}

function writeList(values: readonly Json[], serialiser: Serialiser, level: number): string {
  const { comma = ',' } = serialiser;
  let written = '';
  for (const value of values) {
    written +=
      (written === '' ? '' : comma) + lineBreak(serialiser, level + 1) + serialise(value, serialiser, level + 1);
  }
  return written === '' ? '[]' : `[${written}${lineBreak(serialiser, level)}]`;
}

function writeObject(fields: JsonObject, serialiser: Serialiser, level: number): string {
  const { orderKeys, writeText, comma = ',', colon = ':' } = serialiser;
  let written = '';
  for (const key of orderKeys(Object.keys(fields))) {
    written += (written === '' ? '' : comma) + lineBreak(serialiser, level + 1) + writeText(key) + colon;
    written += serialise(fields[key] as Json, serialiser, level + 1);
  }
  return written === '' ? '{}' : `{${written}${lineBreak(serialiser, level)}}`;
}

function lineBreak({ indent }: Serialiser, level: number): string {
  return indent === undefined ? '' : `\n${indent.repeat(level)}`;
}
