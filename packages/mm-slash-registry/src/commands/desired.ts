import type { CommandFields, ServerCommand } from './api.ts';

/** A command that should exist in every team. */
export interface DesiredCommand {
  /** What people type, without the `/`. It is registered in lower case. */
  readonly trigger: string;
  /** What it does, for people. Up to 128 bytes of it are used. @default '' */
  readonly description?: string | undefined;
  /** Its arguments, such as `[on|off]`, as the apps show them while people type. @default '' */
  readonly hint?: string | undefined;
  /** The name in the list of commands, up to 64 characters. @default '' */
  readonly displayName?: string | undefined;
  /** Whether the apps offer the command while people type. @default true */
  readonly autocomplete?: boolean | undefined;
}

/** What is wrong with a trigger; stable across releases, so safe to switch on. */
export type TriggerProblem = 'empty' | 'too-long' | 'leading-slash' | 'characters' | 'built-in' | 'repeated';

/** The commands of the server and of its apps. A custom one with such a name is refused, or never reached. */
const builtIn: ReadonlySet<string> = new Set(
  (
    'away code collapse dnd echo expand groupmsg header help invite invite_people join kick leave logout marketplace me msg ' +
    'mute offline online open purpose remove rename search secure-connection settings share-channel shortcuts shrug status'
  ).split(' '),
);

/**
 * Checks a trigger by the rules of every server from 5.37 on: 1 to 128 characters, of which newer servers take only
 * letters, digits, `.`, `_`, `-` and `/`; no slash in front; none of the server's own.
 */
export function checkTrigger(trigger: string): TriggerProblem | undefined {
  if (trigger.trim() === '') return 'empty';
  if (trigger.startsWith('/')) return 'leading-slash';
  if (!/^[\w./-]+$/.test(trigger)) return 'characters';
  if (trigger.length > 128) return 'too-long';
  return builtIn.has(trigger.toLowerCase()) ? 'built-in' : undefined;
}

/** The fields that the server should have for a command. */
export function fieldsOf(command: DesiredCommand, teamId: string, url: string): CommandFields {
  const description = cutBytes(command.description ?? '', 128);
  return {
    team_id: teamId,
    trigger: command.trigger.toLowerCase(),
    url,
    method: 'P',
    display_name: cutCharacters(command.displayName ?? '', 64),
    description,
    auto_complete: command.autocomplete ?? true,
    auto_complete_hint: cutCharacters(command.hint ?? '', 1_024),
    auto_complete_desc: description,
  };
}

/** The fields of a command that are compared with what the server has. */
const compared = [
  'trigger',
  'url',
  'method',
  'display_name',
  'description',
  'auto_complete',
  'auto_complete_hint',
  'auto_complete_desc',
] as const;

/** The name of a field that differs from what is wanted. */
export type ChangedField = (typeof compared)[number];

/** The fields in which a command of the server differs from what is wanted. */
export function changesOf(wanted: CommandFields, listed: ServerCommand): ChangedField[] {
  return compared.filter(field => wanted[field] !== listed[field]);
}

/** The beginning of a text, up to `limit` bytes in UTF-8, and never half a character. */
function cutBytes(text: string, limit: number): string {
  const wellFormed = text.toWellFormed().trim();
  if (Buffer.byteLength(wellFormed) <= limit) return wellFormed;
  const ending = '…';
  let cut = '';
  for (const { segment } of new Intl.Segmenter().segment(wellFormed)) {
    if (Buffer.byteLength(cut + segment + ending) > limit) break;
    cut += segment;
  }
  return cut.trimEnd() + ending;
}

function cutCharacters(text: string, limit: number): string {
  const characters = Array.from(text.toWellFormed().trim());
  return characters.length <= limit ? characters.join('') : `${characters.slice(0, limit - 1).join('')}…`;
}
