import type { SlashCommand } from '../slash-command.ts';
import { allow } from './allow.ts';
import { answer } from './answer.ts';
import { help } from './help.ts';
import { model } from './model.ts';
import { models } from './models.ts';
import { newSession } from './new-session.ts';
import { queue } from './queue.ts';
import { reasoning } from './reasoning.ts';
import { status } from './status.ts';
import { think } from './think.ts';
import { verbose } from './verbose.ts';

/** The commands that are registered with the server. For another one, make a file beside these and add it here. */
export const builtinCommands: readonly SlashCommand[] = [
  status,
  model,
  models,
  newSession,
  help,
  think,
  reasoning,
  verbose,
  queue,
  answer,
  allow,
];
