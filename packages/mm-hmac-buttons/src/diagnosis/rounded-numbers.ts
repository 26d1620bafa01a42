import type { Json, JsonObject } from '../signing/json.ts';

/** A number that Mattermost rounded on the way. */
export interface RoundedNumber {
  /** The top-level field of the context that contains it. */
  readonly field: string;
  /** Its digits before it was rounded; `undefined` when they were not found. */
  readonly original: string | undefined;
}

// Up to 2^62, at most 1024 whole numbers round to the same double, so all of them can be tried.
const maxNeighbours = 1_024;

/**
 * Finds a whole number beyond 2^53, and the digits that were signed: of all the whole numbers that round to it, the one
 * for which `isSigned` returns true.
 */
export function findRoundedNumber(
  context: JsonObject,
  isSigned: (context: JsonObject, number: (value: number) => string) => boolean,
): RoundedNumber | undefined {
  const suspects = Object.entries(context).flatMap(([field, value]) =>
    bigNumbers(value).map(number => ({ field, number })),
  );
  const [first, ...others] = suspects;
  if (first === undefined) return undefined;
  // Two such numbers would need a million tries.
  if (others.length > 0) return { field: first.field, original: undefined };
  const original = neighbours(first.number).find(digits =>
    isSigned(context, value => (value === first.number ? digits : JSON.stringify(value))),
  );
  return { field: first.field, original };
}

function bigNumbers(value: Json): number[] {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(bigNumbers) : [];
}

function neighbours(value: number): string[] {
  const middle = BigInt(value);
  const all: string[] = [];
  for (let away = 0n; all.length < maxNeighbours; away++) {
    const both = [middle + away, middle - away].filter(one => Number(one) === value);
    if (both.length === 0) break;
    all.push(...both.map(String));
  }
  return all;
}
