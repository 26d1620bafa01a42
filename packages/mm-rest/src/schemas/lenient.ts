import * as v from 'valibot';

// Mattermost leaves many empty fields out, sends `null` for others, and differs in this from version to version.
// These read all of that as the empty value, so that a caller never has to ask whether a field is there.

/** A text; empty when absent or null. */
export const text: v.GenericSchema<unknown, string> = v.nullish(v.string(), '');

/** A number; 0 when absent or null. For a time, 0 means "never" to Mattermost as well. */
export const number: v.GenericSchema<unknown, number> = v.nullish(v.number(), 0);

/** A flag; false when absent or null. */
export const flag: v.GenericSchema<unknown, boolean> = v.nullish(v.boolean(), false);

/** An object with any members; empty when absent or null. */
export const members: v.GenericSchema<unknown, Record<string, unknown>> = v.nullish(
  v.record(v.string(), v.unknown()),
  {},
);

/** A list; empty when absent or null. */
export function list<T>(item: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, T[]> {
  return v.nullish(v.array(item), []);
}

/** A list that is a whole answer; an empty list may arrive as null, but an empty body is not a list. */
export function listAnswer<T>(item: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, T[]> {
  return v.nullable(v.array(item), []);
}
