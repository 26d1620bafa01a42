import { invalidBodyParam, unreadablePayload } from '../errors.ts';
import { isObject } from '../json.ts';
import type { Call } from './call.ts';

/** The types that a field can have. */
interface FieldTypes {
  readonly string: string;
  readonly number: number;
  readonly boolean: boolean;
  readonly object: Readonly<Record<string, unknown>>;
  readonly strings: readonly string[];
}

type Shape = Readonly<Record<string, keyof FieldTypes>>;

/** The known fields of a body. */
type Fields<S extends Shape> = { readonly [Name in keyof S]?: FieldTypes[S[Name]] | undefined };

const checks: { readonly [Type in keyof FieldTypes]: (value: unknown) => boolean } = {
  string: value => typeof value === 'string',
  number: value => Number.isInteger(value),
  boolean: value => typeof value === 'boolean',
  object: isObject,
  strings: value => Array.isArray(value) && value.every(item => typeof item === 'string'),
};

/**
 * Reads the fields of a body: `null` counts as absent, and one field of the wrong type makes the whole body invalid.
 *
 * @throws {AppError} 400 that names `what` when the body is invalid.
 */
export function fieldsOf<S extends Shape>(body: unknown, what: string, shape: S): Fields<S> {
  if (!isObject(body)) throw invalidBodyParam(what);
  const fields: Record<string, unknown> = {};
  for (const [name, type] of Object.entries(shape)) {
    const value = body[name] ?? undefined;
    if (value !== undefined && !checks[type](value)) throw invalidBodyParam(what);
    fields[name] = value;
  }
  return fields as Fields<S>;
}

/** Reads a body whose values are all strings; any other body counts as empty. */
export function stringsIn(body: unknown): Readonly<Record<string, string | undefined>> {
  if (!isObject(body)) return {};
  const entries = Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return entries.length === Object.keys(body).length ? Object.fromEntries(entries) : {};
}

/** Reads the strings of a body, and ignores all other values. */
export function stringFieldsOf(body: unknown): Readonly<Record<string, string | undefined>> {
  if (!isObject(body)) return {};
  return Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/**
 * Reads a body that is a list of strings.
 *
 * @throws {AppError} 400; it names `what` when the list is empty, and before 9.11 also when it is invalid.
 */
export function listOf({ world, body }: Pick<Call, 'world' | 'body'>, what: string): readonly string[] {
  const isList = Array.isArray(body) && body.every(item => typeof item === 'string');
  if (!isList && world.traits.parseErrorOfLists) throw unreadablePayload();
  if (!isList || body.length === 0) throw invalidBodyParam(what);
  return body;
}
