/** What a reader returns for a value that is not what the field should hold. */
export const unreadable: unique symbol = Symbol('unreadable');

/** Turns the value of a field, its JSON already parsed, into what the event promises there. */
export type ReadField<T> = (value: unknown) => T | typeof unreadable;

/** A list of texts. */
export const texts: ReadField<readonly string[]> = value => (isTextList(value) ? value : unreadable);

/** A list of texts in a field that servers may leave out. */
export const optionalTexts: ReadField<readonly string[] | undefined> = value =>
  value === undefined ? undefined : texts(value);

/**
 * Fills in the fields that the server left out, sent as `null` or sent in another type, so that a listener never has
 * to ask whether a field is there. Each gets the value that `empty` has for it.
 */
export function fillIn(
  record: Record<string, unknown>,
  empty: Readonly<Record<string, string | number | boolean>>,
): void {
  for (const name in empty) {
    if (typeof record[name] !== typeof empty[name]) record[name] = empty[name];
  }
}

/** Whether a value is an object, and not a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is a list of texts. */
export function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string');
}

/** The objects in a list; an empty list when there is none. */
export function recordsIn(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
