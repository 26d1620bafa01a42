/** A value that JSON can carry. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object, such as the context of a button. */
export interface JsonObject {
  /** The value of a field. */
  readonly [key: string]: Json;
}

/** Whether `value` is an object in the sense of JSON: not `null`, not an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Deeper contexts are neither signed nor verified: a walk over them could overflow the stack. */
export const maxDepth = 32;

/** Whether `value`, parsed from JSON, is nested at most `levels` deep. */
export function isWithinDepth(value: unknown, levels: number = maxDepth): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  for (const key in value) {
    const inner: unknown = value[key as keyof typeof value];
    if (typeof inner === 'object' && !isWithinDepth(inner, levels - 1)) return false;
  }
  return true;
}
