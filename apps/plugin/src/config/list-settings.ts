import type * as v from 'valibot';
import { channelSchema } from './schema.ts';
import { type About, aboutOf, unwrap } from './setting.ts';

/** One key of the configuration, with its description. */
export interface Setting {
  /** Its path below the section, such as `commands.native` or `groups.<id>.enabled`. */
  readonly path: string;
  readonly about: About;
  readonly schema: v.GenericSchema;
}

/** The keys that an object of the configuration may have; `undefined` when something else is expected. */
export function entriesOf(schema: v.GenericSchema): Readonly<Record<string, v.GenericSchema>> | undefined {
  const form = unwrap(schema);
  return 'entries' in form ? (form.entries as Record<string, v.GenericSchema>) : undefined;
}

/** The schema of a map's values, such as those of `groups` or `accounts`; `undefined` for anything else. */
export function valuesOf(schema: v.GenericSchema): v.GenericSchema | undefined {
  const form = unwrap(schema);
  return form.type === 'record' && 'value' in form ? (form.value as v.GenericSchema) : undefined;
}

/** Every key of the section. The keys of `accounts.<id>` are the same and are left out. */
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
