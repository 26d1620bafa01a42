import * as v from 'valibot';
import { flag, number, text } from './lenient.ts';

/** A slash command of a team. */
export interface Command {
  /** 26 characters. */
  id: string;
  /** The team that it belongs to. */
  team_id: string;
  /** The user who created it. */
  creator_id: string;
  /** What people type, without the `/`. */
  trigger: string;
  /** The address that the server calls; empty for commands that another user created. */
  url: string;
  /** `P` for POST, `G` for GET; empty for commands that another user created. */
  method: string;
  /** A secret, which the server sends to the url to prove itself. Empty for commands that another user created. */
  token: string;
  /** The name in the list of commands. */
  display_name: string;
  /** The description in the list of commands. */
  description: string;
  /** The name that its answers carry, where the server allows that. */
  username: string;
  /** The picture that its answers carry, where the server allows that. */
  icon_url: string;
  /** Whether the apps offer it while people type. */
  auto_complete: boolean;
  /** Its arguments, as the apps show them while people type. */
  auto_complete_hint: string;
  /** What it does, as the apps show it while people type. */
  auto_complete_desc: string;
  /** When it was deleted, in milliseconds since 1970; 0 if it was not. */
  delete_at: number;
  /** Fields without a type here, as the server sent them. */
  [field: string]: unknown;
}

/** The answer of a slash command. */
export interface CommandAnswer {
  /** `in_channel` for an answer that all see, `ephemeral` or empty for one that only the caller sees. */
  response_type: string;
  /** The text, in Markdown. */
  text: string;
  /** Opens a dialog, with `interactions.openDialog`. */
  trigger_id: string;
  /** Fields without a type here, as the server sent them. */
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
