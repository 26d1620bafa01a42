import type { JsonObject } from './json.ts';

// 2^10 subsets at most: beyond that many fields, only one or two are tried.
const smallContext = 10;

/** The fields without which the token is right: those that were added after signing, or left out of it. */
export function findUnsigned(context: JsonObject, isSigned: (kept: JsonObject) => boolean): string[] | undefined {
  const keys = Object.keys(context);
  for (const left of leftOut(keys)) {
    const kept = Object.fromEntries(Object.entries(context).filter(([key]) => !left.includes(key)));
    if (isSigned(kept)) return left;
  }
  return undefined;
}

function* leftOut(keys: readonly string[]): Generator<string[]> {
  if (keys.length <= smallContext) {
    for (let mask = 1; mask < 2 ** keys.length; mask++) yield keys.filter((_, index) => (mask & (1 << index)) !== 0);
    return;
  }
  const few = keys.slice(0, 64);
  for (const key of few) yield [key];
  for (const [index, key] of few.entries()) for (const other of few.slice(index + 1)) yield [key, other];
}
