import type { Json, JsonObject } from './json.ts';
import { byCodeUnit } from './key-orders.ts';
import { javaScriptNumber } from './number-formats.ts';
import { type Serialiser, serialise } from './serialiser.ts';
import { javaScriptText } from './text-escapes.ts';

/** The documented form: sorted keys, no spaces, texts and numbers as `JSON.stringify` writes them. */
export const documentedSerialiser: Serialiser = {
  orderKeys: byCodeUnit,
  writeText: javaScriptText,
  writeNumber: javaScriptNumber,
};

/**
 * Writes the text that is signed: JSON with recursively sorted keys and no spaces. Give it a context without its
 * `_token`.
 *
 * Mattermost stores a context as JSON and sends it back with its keys in another order, so the signature must not depend
 * on the order in which they were written.
 */
export function canonicalize(value: Json): string {
  // Mattermost sends keys back in order, and then `JSON.stringify` gives the same text in less time.
  return hasSortedKeys(value) ? JSON.stringify(value) : serialise(value, documentedSerialiser);
}

function hasSortedKeys(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return true;
  const isList = Array.isArray(value);
  const fields = value as JsonObject;
  let previous = '';
  for (const key of Object.keys(fields)) {
    if (previous > key && !isList) return false;
    const inner = fields[key] as Json;
    if (typeof inner === 'object' && !hasSortedKeys(inner)) return false;
    previous = key;
  }
  return true;
}
