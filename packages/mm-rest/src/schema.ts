/**
 * What an answer must look like: a schema of valibot, zod, arktype or any other library that follows
 * [Standard Schema](https://standardschema.dev).
 */
export interface Schema<T> {
  /** The members that Standard Schema prescribes. */
  readonly '~standard': {
    /** The version of Standard Schema. */
    readonly version: 1;
    /** The name of the library. */
    readonly vendor: string;
    /** Returns the value that the call resolves to, or the issues of a value that does not fit. */
    readonly validate: (value: unknown) => SchemaResult<T> | Promise<SchemaResult<T>>;
  };
}

/** The result of `validate`; without `issues` the value fits. */
type SchemaResult<T> = { readonly value: T; readonly issues?: undefined } | { readonly issues: readonly SchemaIssue[] };

/** One thing that a schema objects to. */
export interface SchemaIssue {
  /** What is wrong, in the words of the schema library. */
  readonly message: string;
  /** Where in the value it is wrong: names and indexes, which some libraries wrap in an object. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Accepts any JSON. */
export const anySchema: Schema<unknown> = {
  '~standard': { version: 1, vendor: 'clawmost', validate: value => ({ value }) },
};

/** `posts.abc.create_at: Expected number but received undefined`: enough to find the place. */
export function describeIssue(issue: SchemaIssue | undefined): string {
  if (issue === undefined) return 'no reason given';
  const place = (issue.path ?? []).map(part => String(typeof part === 'object' ? part.key : part)).join('.');
  return place === '' ? issue.message : `${place}: ${issue.message}`;
}
