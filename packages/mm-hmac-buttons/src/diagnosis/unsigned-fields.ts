import type { JsonObject } from '../signing/json.ts';

// Up to 10 fields, all 2^10 subsets are tried; beyond that, every field alone and every pair.
const maxFieldsForAllSubsets = 10;

/** Finds the fields that the signature does not cover: without them, it is right. */
export function findUnsignedFields(context: JsonObject, isSigned: (rest: JsonObject) => boolean): string[] | undefined {
  for (const unsigned of subsets(Object.keys(context))) {
    const rest = Object.fromEntries(Object.entries(context).filter(([key]) => !unsigned.includes(key)));
    if (isSigned(rest)) return unsigned;
  }
  return undefined;
}

function* subsets(keys: readonly string[]): Generator<string[]> {
  if (keys.length <= maxFieldsForAllSubsets) {
    for (let mask = 1; mask < 2 ** keys.length; mask++) yield keys.filter((_, index) => (mask & (1 << index)) !== 0);
    return;
  }
  const few = keys.slice(0, 64);
  for (const key of few) yield [key];
  for (const [index, key] of few.entries()) for (const other of few.slice(index + 1)) yield [key, other];
}
