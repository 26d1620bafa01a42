import type * as v from 'valibot';
import { channelSchema } from './schema.ts';
import { type About, aboutOf, unwrap } from './setting.ts';

/** One key of the configuration, with its place and what is said about it. */
export interface Setting {
  /** Its place below the section, such as `commands.native` or `groups.<id>.enabled`. */
  readonly path: string;
  readonly about: About;
  readonly schema: v.GenericSchema;
}

/** The keys that an object of the configuration has; `undefined` where anything else is expected. */
export function entriesOf(schema: v.GenericSchema): Readonly<Record<string, v.GenericSchema>> | undefined {
  const form = unwrap(schema);
  return 'entries' in form ? (form.entries as Record<string, v.GenericSchema>) : undefined;
}

/** What every value of a map must be, such as one of `groups` or `accounts`; `undefined` for anything else. */
export function valuesOf(schema: v.GenericSchema): v.GenericSchema | undefined {
  const form = unwrap(schema);
  return form.type === 'record' && 'value' in form ? (form.value as v.GenericSchema) : undefined;
}

/** Every key, those of the section alone included; `accounts.<id>` stands for all keys of an account. */
export function listSettings(): Setting[] {
  const { accounts: _, ...entries } = channelSchema.entries;
  return Object.entries(entries).flatMap(([key, schema]) => walk(schema as v.GenericSchema, [key]));
}

function walk(schema: v.GenericSchema, path: readonly string[]): Setting[] {
  const about = aboutOf(schema);
  if (about) return [{ path: path.join('.'), about, schema }];
  const entries = entriesOf(schema);
  if (entries) return Object.entries(entries).flatMap(([key, inner]) => walk(inner, [...path, key]));
  const values = valuesOf(schema);
  return values ? walk(values, [...path, '<id>']) : [];
}
