import type { AllowList } from './settings.ts';

/** Checks a list of senders. @throws TypeError that names the setting */
export function listOf(name: string, value: AllowList | undefined): AllowList {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every(entry => typeof entry === 'string' || typeof entry === 'number'))
    return value;
  throw new TypeError(`${name}: expected a list of ids, such as ["user:<id>"], got ${shapeOf(value)}`);
}

/** Checks that a setting has one of the allowed values. @throws TypeError that names the setting */
export function oneOf<T extends string | boolean>(
  name: string,
  value: T | undefined,
  allowed: readonly NoInfer<T>[],
): T | undefined {
  if (value === undefined || allowed.includes(value)) return value;
  const choice = allowed.map(each => JSON.stringify(each)).join(', ');
  throw new TypeError(`${name}: expected one of ${choice}, got ${shapeOf(value)}`);
}

/** Describes a value for an error: the text itself, or its type. */
export function shapeOf(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : typeof value;
}
