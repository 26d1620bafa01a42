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
    /** Returns the value as it is to be used, or what is wrong with it. */
    readonly validate: (value: unknown) => SchemaResult<T> | Promise<SchemaResult<T>>;
  };
}

/** What a schema's `validate` returns. */
export type SchemaResult<T> = SchemaSuccess<T> | SchemaFailure;

/** What `validate` returns for a value that fits. */
export interface SchemaSuccess<T> {
  /** The value as it is to be used. */
  readonly value: T;
  /** Absent: that is how it is told from a failure. */
  readonly issues?: undefined;
}

/** What `validate` returns for a value that does not fit. */
export interface SchemaFailure {
  /** What is wrong; at least one thing. */
  readonly issues: readonly SchemaIssue[];
}

/** One step of the way to a place in a value, for libraries that know more of it than its name. */
export interface SchemaPathStep {
  /** The property, or the index in a list. */
  readonly key: PropertyKey;
}

/** One thing that a schema objects to. */
export interface SchemaIssue {
  /** What is wrong, in the words of the schema library. */
  readonly message: string;
  /** Where in the value it is wrong. */
  readonly path?: readonly (PropertyKey | SchemaPathStep)[] | undefined;
}

/** `posts.abc.create_at: Expected number but received undefined`: enough to find the place. */
export function describeIssue(issue: SchemaIssue | undefined): string {
  if (issue === undefined) return 'no reason given';
  const place = (issue.path ?? []).map(part => String(typeof part === 'object' ? part.key : part)).join('.');
  return place === '' ? issue.message : `${place}: ${issue.message}`;
}
