import type { Json, JsonObject } from './json.ts';
import { shortest } from './numbers.ts';
import { byCodeUnit } from './orders.ts';
import { asJson } from './texts.ts';
import { type Writing, writeJson } from './write-json.ts';

/** The documented form: keys sorted, no spaces, texts and numbers as `JSON.stringify` writes them. */
export const documented: Writing = { sort: byCodeUnit, text: asJson, number: shortest };

/**
 * Writes what is signed: JSON with recursively sorted keys and no spaces. Hand it a context without its `_token`.
 *
 * Mattermost stores a context as JSON and sends it back with its keys in another order, so the order in which they were
 * written cannot be part of the signature.
 */
export function canonicalize(value: Json): string {
  // Nothing is faster than the engine's own writer, and what Mattermost sends back is in order already.
  const sorted = isInOrder(value) ? value : putInOrder(value);
  return sorted === undefined ? writeJson(value, documented) : JSON.stringify(sorted);
}

function isInOrder(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return true;
  let previous = '';
  for (const [key, inner] of Object.entries(value)) {
    if (previous > key && !Array.isArray(value)) return false;
    if (typeof inner === 'object' && !isInOrder(inner)) return false;
    previous = key;
  }
  return true;
}

/** The same data with its keys in order; `undefined` where an object cannot be. */
function putInOrder(value: Json): Json | undefined {
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? putEntriesInOrder(value) : putFieldsInOrder(value as JsonObject);
}

function putEntriesInOrder(entries: readonly Json[]): Json | undefined {
  const sorted: Json[] = [];
  for (const entry of entries) {
    const inner = putInOrder(entry);
    if (inner === undefined) return undefined;
    sorted.push(inner);
  }
  return sorted;
}

function putFieldsInOrder(fields: JsonObject): Json | undefined {
  const sorted: Record<string, Json> = {};
  for (const key of byCodeUnit(Object.keys(fields))) {
    // Objects keep whole numbers in front whatever the order, and one name for something else.
    if (key === '__proto__' || startsWithDigit(key)) return undefined;
    const inner = putInOrder(fields[key] as Json);
    if (inner === undefined) return undefined;
    sorted[key] = inner;
  }
  return sorted;
}

function startsWithDigit(key: string): boolean {
  const first = key.charCodeAt(0);
  return first >= 0x30 && first <= 0x39;
}
