import * as v from 'valibot';

/** What people are told about one key of the configuration: in the generated page, in settings pages and in errors. */
export interface About {
  /** A few words, as the label of a field. */
  readonly label: string;
  /** What the key does, as one or two sentences. */
  readonly help: string;
  /** What counts where the key is absent, in words or as code. */
  readonly byDefault: string;
  /** True for a key that is accepted while what it governs is not there yet. */
  readonly later?: boolean;
  /** True where the host itself reads the key. */
  readonly readByHost?: boolean;
  /** True for what hardly anybody has to set. */
  readonly advanced?: boolean;
  /** True for secrets: the value is never shown. */
  readonly sensitive?: boolean;
  /** An example value for an empty field. */
  readonly placeholder?: string;
}

/** What is said about each key. Not valibot's own metadata: that ends up in the JSON Schema. */
const abouts = new WeakMap<v.GenericSchema, About>();

/** One optional key: the form of its value, and what people are told about it. */
export function setting<S extends v.GenericSchema>(schema: S, about: About): v.OptionalSchema<S, undefined> {
  const key = v.optional(schema);
  abouts.set(key, about);
  return key;
}

/** What is said about a key; `undefined` for one that only holds further keys. */
export function aboutOf(schema: v.GenericSchema): About | undefined {
  return abouts.get(schema);
}

/** The form of a value, without the wrapper that makes it optional. */
export function unwrap(schema: v.GenericSchema): v.GenericSchema {
  return 'wrapped' in schema ? unwrap(schema.wrapped as v.GenericSchema) : schema;
}
