/** The error for an option of the wrong kind: `name: expected …, got …`. It shows the value's shape, never a text itself. */
export function unexpected(name: string, expected: string, value: unknown): TypeError {
  return new TypeError(`${name}: expected ${expected}, got ${shapeOf(value)}`);
}

/** @throws TypeError unless `value` is a whole number above 0. */
export function requirePositive(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw unexpected(name, 'a whole number above 0', value);
}

function shapeOf(value: unknown): string {
  if (value === '') return 'an empty text';
  if (typeof value === 'string') return `a text of ${value.length} characters`;
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** What tests replace. */
export interface TestSeams {
  /** Milliseconds since 1970. @default Date.now */
  now?: (() => number) | undefined;
}
