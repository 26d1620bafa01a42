import { invalidBodyParam } from '../errors.ts';
import { isObject } from '../json.ts';

/** What a field of a body must be. */
interface FieldTypes {
  readonly string: string;
  readonly number: number;
  readonly boolean: boolean;
  readonly object: Readonly<Record<string, unknown>>;
  readonly strings: readonly string[];
}

type Shape = Readonly<Record<string, keyof FieldTypes>>;

/** The fields that were there; unknown ones are left out. */
type Fields<S extends Shape> = { readonly [Name in keyof S]?: FieldTypes[S[Name]] | undefined };

const checks: { readonly [Type in keyof FieldTypes]: (value: unknown) => boolean } = {
  string: value => typeof value === 'string',
  number: value => Number.isInteger(value),
  boolean: value => typeof value === 'boolean',
  object: isObject,
  strings: value => Array.isArray(value) && value.every(item => typeof item === 'string'),
};

/**
 * Reads a body as the server does: `null` counts as absent, and one field of the wrong type spoils the whole.
 *
 * @throws {AppError} 400 that names `what` when the body is not such an object.
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

/** Reads a body of plain strings, of which nothing is required; anything else is as good as an empty one. */
export function stringsIn(body: unknown): Readonly<Record<string, string | undefined>> {
  if (!isObject(body)) return {};
  const entries = Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return entries.length === Object.keys(body).length ? Object.fromEntries(entries) : {};
}

/** Reads a body of which nothing is required, and takes the strings in it. */
export function stringFieldsOf(body: unknown): Readonly<Record<string, string | undefined>> {
  if (!isObject(body)) return {};
  return Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/**
 * Reads a body that is a list of strings.
 *
 * @throws {AppError} 400 that names `what` when it is empty or anything else.
 */
export function listOf(body: unknown, what: string): readonly string[] {
  if (!Array.isArray(body) || body.length === 0 || !body.every(item => typeof item === 'string')) {
    throw invalidBodyParam(what);
  }
  return body;
}
