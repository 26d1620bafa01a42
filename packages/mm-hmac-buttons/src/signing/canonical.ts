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
  return isInOrder(value) ? JSON.stringify(value) : writeJson(value, documented);
}

function isInOrder(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return true;
  const isList = Array.isArray(value);
  const fields = value as JsonObject;
  let previous = '';
  for (const key of Object.keys(fields)) {
    if (previous > key && !isList) return false;
    const inner = fields[key] as Json;
    if (typeof inner === 'object' && !isInOrder(inner)) return false;
    previous = key;
  }
  return true;
}
