import { AppError } from '../errors.ts';
import { isValidId } from '../ids.ts';
import { builtInTriggers } from './built-in-commands.ts';
import type { World } from './world.ts';

/** A slash command, as the server saves and shows it. */
export interface Command {
  readonly id: string;
  /** The secret that the server sends with every call. */
  token: string;
  readonly create_at: number;
  update_at: number;
  readonly delete_at: number;
  readonly creator_id: string;
  team_id: string;
  /** The word after the slash. */
  trigger: string;
  /** `P` for a call by POST, `G` for one by GET. */
  method: string;
  username: string;
  icon_url: string;
  auto_complete: boolean;
  auto_complete_desc: string;
  auto_complete_hint: string;
  display_name: string;
  description: string;
  /** The address that the server calls. */
  url: string;
  readonly plugin_id: string;
}

/** The fields of a command that its maker can set. */
export type CommandFields = Pick<
  Command,
  | 'trigger'
  | 'method'
  | 'username'
  | 'icon_url'
  | 'auto_complete'
  | 'auto_complete_desc'
  | 'auto_complete_hint'
  | 'display_name'
  | 'description'
  | 'url'
>;

/** Creates a command in a team. A token of the right length is taken over. */
export function createCommand(
  world: World,
  creatorId: string,
  teamId: string,
  fields: CommandFields,
  token = '',
): Command {
  const trigger = fields.trigger.toLowerCase();
  const taken = builtInTriggers.has(trigger) || commandOf(world, teamId, trigger) !== undefined;
  if (taken) {
    const message = 'This trigger word is already in use. Please choose another word.';
    throw new AppError(400, 'api.command.duplicate_trigger.app_error', message);
  }
  const now = world.clock.now();
  const command: Command = {
    ...fields,
    id: world.newId(),
    token: isValidId(token) ? token : world.newId(),
    create_at: now,
    update_at: now,
    delete_at: 0,
    creator_id: creatorId,
    team_id: teamId,
    trigger,
    plugin_id: '',
  };
  insistOnValidCommand(command);
  insistOnRoom(command);
  world.commands.set(command.id, command);
  return command;
}

/** Changes a command. Like the real server, it does not check whether the trigger is taken. */
export function updateCommand(world: World, command: Command, fields: CommandFields): Command {
  const changed = { ...command, ...fields, trigger: fields.trigger.toLowerCase(), update_at: world.clock.now() };
  insistOnValidCommand(changed);
  return Object.assign(command, changed);
}

/** Gives a command a new token; the old one is no longer sent. */
export function renewCommandToken(world: World, command: Command): string {
  command.token = world.newId();
  return command.token;
}

/** Moves a command to another team. */
export function moveCommand(world: World, command: Command, teamId: string): void {
  command.team_id = teamId;
  command.update_at = world.clock.now();
}

/** @throws {AppError} 404 for an unknown id; also for callers who may not see the command. */
export function commandById(world: World, id: string): Command {
  const command = world.commands.get(id);
  if (!command) throw commandMissing();
  return command;
}

/** The error for an unknown command, and for one that the caller may not see. */
export function commandMissing(): AppError {
  return new AppError(404, 'store.sql_command.save.get.app_error', 'Unable to get the command.');
}

/** The error for a command that the database does not take: an id of its own, or a field without a check that is too long. */
export function commandNotSaved(): AppError {
  return new AppError(500, 'app.command.createcommand.internal_error', 'Unable to save the command.');
}

/** The commands of a team, oldest first. */
export function commandsOf(world: World, teamId: string): Command[] {
  return [...world.commands.values()].filter(({ team_id }) => team_id === teamId);
}

/** The command of a team with this trigger. */
export function commandOf(world: World, teamId: string, trigger: string): Command | undefined {
  return commandsOf(world, teamId).find(command => command.trigger === trigger);
}

const messages: Readonly<Record<string, string>> = {
  trigger: 'Invalid trigger.',
  url_http: 'Invalid URL. Must be a valid URL and start with http:// or https://.',
};

function insistOnRoom({ username, icon_url, auto_complete_desc, auto_complete_hint }: Command): void {
  const fits =
    username.length <= 64 && [icon_url, auto_complete_desc, auto_complete_hint].every(text => text.length <= 1_024);
  if (!fits) throw commandNotSaved();
}

function insistOnValidCommand({ trigger, method, url, display_name, description }: Command): void {
  const length = (text: string): number => [...text].length;
  const wrong =
    (trigger === '' || length(trigger) > 128 || trigger.startsWith('/') || trigger.includes(' ') ? 'trigger' : '') ||
    (url === '' || length(url) > 1_024 ? 'url' : '') ||
    (/^https?:\/\//.test(url) && URL.canParse(url) ? '' : 'url_http') ||
    (method === 'P' || method === 'G' ? '' : 'method') ||
    (length(display_name) > 64 ? 'display_name' : '') ||
    (length(description) > 128 ? 'description' : '');
  if (wrong === '') return;
  const message = messages[wrong] ?? `The command is not valid: ${wrong}.`;
  throw new AppError(400, `model.command.is_valid.${wrong}.app_error`, message);
}
