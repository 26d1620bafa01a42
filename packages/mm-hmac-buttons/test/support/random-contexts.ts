import fc from 'fast-check';
import type { Json, JsonObject } from '../../src/index.ts';

/** Texts that can be signed: whole characters, without U+0000. */
export const texts: fc.Arbitrary<string> = fc
  .string({ unit: 'binary', maxLength: 12 })
  .filter(one => one.isWellFormed() && !one.includes('\0'));

const numbers = fc.oneof(
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
);

/** Values that can be signed. */
export const values: fc.Arbitrary<Json> = fc.letrec<{ value: Json; leaf: Json }>(tie => ({
  leaf: fc.oneof(texts, numbers, fc.boolean(), fc.constant(null)),
  value: fc.oneof(
    { depthSize: 'small' },
    tie('leaf'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(texts, tie('value'), { maxKeys: 4 }) as fc.Arbitrary<Json>,
  ),
})).value;

const reserved = ['_token', '_ticket', 'selected_option', 'action_id'];

/** Contexts that can be signed, of an action with the id `a1`. */
export const contexts: fc.Arbitrary<JsonObject & { action_id: string }> = fc
  .dictionary(texts, values, { maxKeys: 6 })
  .map(fields => Object.fromEntries(Object.entries(fields).filter(([key]) => !reserved.includes(key))))
  .map((fields): JsonObject & { action_id: string } => ({ ...fields, action_id: 'a1' }));
