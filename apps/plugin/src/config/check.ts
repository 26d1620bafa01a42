import * as v from 'valibot';
import { describeForm } from './describe-form.ts';
import { entriesOf, listSettings, valuesOf } from './list-settings.ts';
import { nearest } from './nearest.ts';
import { channelSchema, sectionPath } from './schema.ts';
import { aboutOf } from './setting.ts';

/** One mistake in the configuration. */
export interface Problem {
  /** The path of the setting, from the top of the configuration. */
  readonly path: string;
  /** One sentence with the path, the value and what was expected. It never contains a secret. */
  readonly message: string;
}

/** Checks the form of the `channels.mattermost` section, each key by itself, without inheritance. */
export function checkForm(section: unknown): Problem[] {
  const { issues = [] } = v.safeParse(channelSchema, section);
  return issues.map(issue => problemOf(issue.path?.map(item => String(item.key)) ?? [], section));
}

function problemOf(path: readonly string[], section: unknown): Problem {
  let schema: v.GenericSchema = channelSchema;
  let value: unknown = section;
  const seen: string[] = [];
  for (const key of path) {
    const entries = entriesOf(schema);
    const inner = entries ? (Object.hasOwn(entries, key) ? entries[key] : undefined) : valuesOf(schema);
    value = isRecord(value) ? value[key] : undefined;
    if (!inner) return entries ? unknownKey([...seen, key], Object.keys(entries)) : wrongValue(seen, schema, value);
    seen.push(key);
    schema = inner;
    // A mistake inside a list or a SecretRef is reported for the key that holds it.
    if (aboutOf(schema)) break;
  }
  return wrongValue(seen, schema, value);
}

function wrongValue(path: readonly string[], schema: v.GenericSchema, value: unknown): Problem {
  const at = [sectionPath, ...path].join('.');
  return {
    path: at,
    message: `${at} is ${show(value, aboutOf(schema)?.sensitive)}; expected ${describeForm(schema)}.`,
  };
}

function unknownKey(path: readonly string[], siblings: readonly string[]): Problem {
  const at = [sectionPath, ...path].join('.');
  const key = path.at(-1) ?? '';
  const elsewhere = listSettings().find(setting => setting.path.endsWith(`.${key}`))?.path;
  const meant = nearest(key, siblings) ?? elsewhere;
  return { path: at, message: `${at} is not a known setting.${meant ? ` Did you mean ${meant}?` : ''}` };
}

/** A value for a message; of a secret only its type. */
function show(value: unknown, secret = false): string {
  if (Array.isArray(value)) return secret ? 'a list' : shorten(JSON.stringify(value));
  if (isRecord(value)) return 'an object';
  if (secret) return value === null ? 'null' : `a ${typeof value}`;
  return shorten(JSON.stringify(value) ?? 'not set');
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** Whether a value is an object with keys, and not a list. */
export function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
