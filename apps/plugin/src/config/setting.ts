import * as v from 'valibot';

/** The description of one key of the configuration, for the generated page, for settings pages and for errors. */
export interface About {
  /** A few words, as the label of a field. */
  readonly label: string;
  /** What the key does, as one or two sentences. */
  readonly help: string;
  /** What counts when the key is absent, in words or as code. */
  readonly byDefault: string;
  /** True for a key that is accepted and has no effect yet. */
  readonly later?: boolean;
  /** True when OpenClaw itself reads the key. */
  readonly readByHost?: boolean;
  /** True for a key that few people need. */
  readonly advanced?: boolean;
  /** True for secrets: the value is never shown. */
  readonly sensitive?: boolean;
  /** An example value for an empty field. */
  readonly placeholder?: string;
}

/** The descriptions by schema. Not valibot's own metadata, because that goes into the JSON Schema. */
const abouts = new WeakMap<v.GenericSchema, About>();

/** Makes the schema of one optional key, with its description. */
export function setting<S extends v.GenericSchema>(schema: S, about: About): v.OptionalSchema<S, undefined> {
  const key = v.optional(schema);
  abouts.set(key, about);
  return key;
}

/** The description of a key; `undefined` for a key that only holds other keys. */
export function aboutOf(schema: v.GenericSchema): About | undefined {
  return abouts.get(schema);
}

/** Removes the wrapper that makes a schema optional. */
export function unwrap(schema: v.GenericSchema): v.GenericSchema {
  return 'wrapped' in schema ? unwrap(schema.wrapped as v.GenericSchema) : schema;
}
