import * as v from 'valibot';

/** The answer to `system.ping`. */
export interface Ping {
  /** `OK`; a server in trouble answers with an error status. */
  status: string;
  /** Fields without a type here, as the server sent them. */
  [field: string]: unknown;
}

/** Settings that the server shows to clients. All values are texts, also those of numbers and flags. */
export interface ClientConfig {
  /** The server's version, such as `10.5.0`. */
  Version?: string | undefined;
  /** How many code points a message may have, such as `16383`. */
  MaxPostSize?: string | undefined;
  /** How many bytes a file may have, such as `104857600`. */
  MaxFileSize?: string | undefined;
  /** Settings without a type here, as the server sent them; which ones depends on version, licence and account. */
  [setting: string]: unknown;
}

/** Checks a {@link Ping}. */
export const pingSchema: v.GenericSchema<unknown, Ping> = v.looseObject({ status: v.string() });

/** Checks a {@link ClientConfig}. */
export const clientConfigSchema: v.GenericSchema<unknown, ClientConfig> = v.looseObject({
  Version: v.optional(v.string()),
  MaxPostSize: v.optional(v.string()),
  MaxFileSize: v.optional(v.string()),
});

/** The answer of routes that only do something: `{"status":"OK"}`, or nothing where a proxy swallowed it. */
export const doneSchema: v.GenericSchema<unknown, void> = v.pipe(
  v.optional(v.looseObject({})),
  v.transform(() => undefined),
);
