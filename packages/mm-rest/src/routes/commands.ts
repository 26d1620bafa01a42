import * as v from 'valibot';
import type { CallOptions } from '../options.ts';
import { path } from '../path.ts';
import { type Command, type CommandAnswer, commandAnswerSchema, commandSchema } from '../schemas/command.ts';
import { listAnswer } from '../schemas/lenient.ts';
import { doneSchema } from '../schemas/system.ts';
import type { Send } from '../send.ts';

/** A slash command to create. */
export interface NewCommand {
  /** The team that it is for. */
  team_id: string;
  /** What people type, without the `/`; lower case. */
  trigger: string;
  /** The address that the server calls: http or https. */
  url: string;
  /** `P` for POST, `G` for GET. */
  method: 'P' | 'G';
  /** The name in the list of commands, up to 64 characters. */
  display_name?: string | undefined;
  /** The description in the list of commands, up to 128 characters. */
  description?: string | undefined;
  /** The name that its answers carry, where the server allows that. */
  username?: string | undefined;
  /** The picture that its answers carry, where the server allows that. */
  icon_url?: string | undefined;
  /** Lets the apps offer it while people type. @default false */
  auto_complete?: boolean | undefined;
  /** Its arguments, as the apps show them while people type. */
  auto_complete_hint?: string | undefined;
  /** What it does, as the apps show it while people type. */
  auto_complete_desc?: string | undefined;
}

/** A new version of a slash command; fields that are left out become empty, except its token. */
export interface CommandUpdate extends NewCommand {
  /** The command. */
  id: string;
}

/** A slash command to execute. */
export interface CommandCall {
  /** The text that a person would type, with the `/`. */
  command: string;
  /** The channel to execute it in. */
  channel_id: string;
  /** The team that the command belongs to; needed in direct and group channels, which belong to no team. */
  team_id?: string | undefined;
  /** Executes it in the thread of this post. */
  root_id?: string | undefined;
}

/** Which slash commands to list. */
export interface CommandFilter {
  /** Leaves out the server's own; without it, commands of other users are listed without url and token. @default true */
  custom_only?: boolean | undefined;
}

/** Slash commands. Creating and listing them needs a permission that bots do not have by default. */
export interface CommandsRoutes {
  /** @throws HttpError 403 without the permission, 501 where commands are switched off. */
  list(teamId: string, filter?: CommandFilter, call?: CallOptions): Promise<Command[]>;
  /** @throws HttpError 404 when there is no such command, and without the permission. */
  get(id: string, call?: CallOptions): Promise<Command>;
  /**
   * Creates a command; the answer has its token.
   * @throws HttpError 400 when the trigger is taken (`api.command.duplicate_trigger.app_error`).
   * @throws OutcomeUnknownError when the answer was lost: list the commands before you create it again.
   */
  create(command: NewCommand, call?: CallOptions): Promise<Command>;
  /** Replaces a command; its token stays. */
  update(command: CommandUpdate, call?: CallOptions): Promise<Command>;
  /** @throws HttpError 404 when it is gone already; also when the answer to a first attempt was lost. */
  delete(id: string, call?: CallOptions): Promise<void>;
  /**
   * Gives a command a new token, and returns it. The server no longer sends the old one.
   * @throws OutcomeUnknownError when the answer was lost: read the command's token, or regenerate it again.
   */
  regenerateToken(id: string, call?: CallOptions): Promise<string>;
  /** Executes a command as the account, for scripts and tests. @throws HttpError 404 when there is no such trigger. */
  execute(command: CommandCall, call?: CallOptions): Promise<CommandAnswer>;
}

const commandsSchema = listAnswer(commandSchema);
const tokenSchema: v.GenericSchema<unknown, string> = v.pipe(
  v.object({ token: v.string() }),
  v.transform(({ token }) => token),
);

export function commandsRoutes(send: Send): CommandsRoutes {
  return {
    list: async (teamId, { custom_only = true } = {}, call) =>
      send({ method: 'GET', path: '/commands', query: { team_id: teamId, custom_only }, schema: commandsSchema }, call),
    get: async (id, call) => send({ method: 'GET', path: path`/commands/${id}`, schema: commandSchema }, call),
    create: async (command, call) =>
      send({ method: 'POST', path: '/commands', body: command, schema: commandSchema }, call),
    update: async (command, call) => {
      const route = path`/commands/${command.id}`;
      return send({ method: 'PUT', path: route, body: command, idempotent: true, schema: commandSchema }, call);
    },
    delete: async (id, call) =>
      send({ method: 'DELETE', path: path`/commands/${id}`, idempotent: true, schema: doneSchema }, call),
    regenerateToken: async (id, call) =>
      send({ method: 'PUT', path: path`/commands/${id}/regen_token`, schema: tokenSchema }, call),
    execute: async (command, call) =>
      send({ method: 'POST', path: '/commands/execute', body: command, schema: commandAnswerSchema }, call),
  };
}
