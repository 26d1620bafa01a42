import * as v from 'valibot';

const provider = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_-]{0,63}$/));
const variable = v.pipe(v.string(), v.regex(/^[A-Z][A-Z0-9_]{0,127}$/));

/** A reference to a secret, which OpenClaw resolves before the plugin starts. */
const secretRef = v.variant('source', [
  v.strictObject({ source: v.literal('env'), provider, id: variable }),
  v.strictObject({ source: v.literal('store'), provider, id: variable }),
  v.strictObject({ source: v.literal('file'), provider, id: v.string() }),
  v.strictObject({ source: v.literal('exec'), provider, id: v.string() }),
]);

/** A secret as text, or a reference to it. */
export const secretInput = v.union([v.string(), secretRef]);

/** A list of ids, `accessGroup:<name>`, `webhook:<name>`, `*`, and with name matching `@name`. */
export const allowList = v.array(v.union([v.string(), v.number()]));

/** Whether an answer starts a thread. */
export const replyToMode = v.picklist(['off', 'first', 'all', 'batched', 'follow']);

/** A whole number, at least 1. */
export const count = v.pipe(v.number(), v.integer(), v.minValue(1));

/** On, off, or OpenClaw's own choice. */
export const switchOrAuto = v.union([v.boolean(), v.literal('auto')]);
