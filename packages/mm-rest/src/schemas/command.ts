import * as v from 'valibot';
import { flag, number, text } from './lenient.ts';

/** A slash command of a team. */
export interface Command {
  /** 26 characters. */
  id: string;
  /** The team that has it. */
  team_id: string;
  /** Who made it. */
  creator_id: string;
  /** What people type, without the `/`. */
  trigger: string;
  /** Where the server sends it; empty for commands of others. */
  url: string;
  /** `P` for POST, `G` for GET; empty for commands of others. */
  method: string;
  /** A secret: what the server proves itself with when it calls the url. Empty for commands of others. */
  token: string;
  /** The name in the list of commands. */
  display_name: string;
  /** What it is for, in the list of commands. */
  description: string;
  /** The name that its answers carry, where the server allows that. */
  username: string;
  /** The picture that its answers carry, where the server allows that. */
  icon_url: string;
  /** Whether it is offered while people type. */
  auto_complete: boolean;
  /** Its arguments, as they are offered. */
  auto_complete_hint: string;
  /** What it does, as it is offered. */
  auto_complete_desc: string;
  /** When it was deleted, in milliseconds; 0 if it was not. */
  delete_at: number;
  /** What is not named here, as the server sent it. */
  [field: string]: unknown;
}

/** What a slash command answered. */
export interface CommandAnswer {
  /** `in_channel` for an answer that all see, `ephemeral` or empty for one that only the caller sees. */
  response_type: string;
  /** The text, in Markdown. */
  text: string;
  /** For opening a dialog. */
  trigger_id: string;
  /** What is not named here, as the server sent it. */
  [field: string]: unknown;
}

/** Checks a {@link Command}. */
export const commandSchema: v.GenericSchema<unknown, Command> = v.looseObject({
  id: v.string(),
  team_id: text,
  creator_id: text,
  trigger: v.string(),
  url: text,
  method: text,
  token: text,
  display_name: text,
  description: text,
  username: text,
  icon_url: text,
  auto_complete: flag,
  auto_complete_hint: text,
  auto_complete_desc: text,
  delete_at: number,
});

/** Checks a {@link CommandAnswer}. */
export const commandAnswerSchema: v.GenericSchema<unknown, CommandAnswer> = v.looseObject({
  response_type: text,
  text,
  trigger_id: text,
});
