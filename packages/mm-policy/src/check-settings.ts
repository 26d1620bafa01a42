import type { AllowList } from './settings.ts';

/** Checks a list of senders. @throws TypeError that names the setting */
export function listOf(name: string, value: AllowList | undefined): AllowList {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every(entry => typeof entry === 'string' || typeof entry === 'number'))
    return value;
  throw refused(name, 'a list of ids, such as ["user:<id>"]', value);
}

/** Checks a list of texts. @throws TypeError that names the setting */
export function textsOf(name: string, value: readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw refused(name, 'a list of texts', value);
  const wrong = value.findIndex(entry => typeof entry !== 'string');
  if (wrong !== -1) throw refused(`${name}[${wrong}]`, 'a text', value[wrong]);
  return value;
}

/** Checks a setting that is on or off. @throws TypeError that names the setting */
export function switchOf(name: string, value: boolean | undefined): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  throw refused(name, 'true or false', value);
}

/** Checks a group of settings. @throws TypeError that names it */
export function recordOf<T extends object>(name: string, value: T | undefined): T | undefined {
  if (value === undefined) return value;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw refused(name, 'an object', value);
}

/** Checks that a setting has one of the allowed values. @throws TypeError that names the setting */
export function oneOf<T extends string | boolean>(
  name: string,
  value: T | undefined,
  allowed: readonly NoInfer<T>[],
): T | undefined {
  if (value === undefined || allowed.includes(value)) return value;
  throw refused(name, `one of ${allowed.map(each => JSON.stringify(each)).join(', ')}`, value);
}

function refused(name: string, expected: string, value: unknown): TypeError {
  return new TypeError(`${name}: expected ${expected}, got ${shapeOf(value)}`);
}

/** Describes a value for an error: a text by itself, other values by their type. */
export function shapeOf(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : typeof value;
}
