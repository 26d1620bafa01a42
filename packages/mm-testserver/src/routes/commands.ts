import { AppError, invalidBodyParam } from '../errors.ts';
import { isValidId } from '../ids.ts';
import { readCommandAnswer } from '../integrations/command-answer.ts';
import { showAnswer } from '../integrations/command-posts.ts';
import { requestCommand } from '../integrations/commands.ts';
import { withSlackText } from '../integrations/slack-text.ts';
import { builtInCommands } from '../world/built-in-commands.ts';
import { commandHookById, useCommandHook } from '../world/command-hooks.ts';
import {
  type Command,
  type CommandFields,
  commandById,
  commandMissing,
  commandNotSaved,
  commandsOf,
  createCommand,
  moveCommand,
  renewCommandToken,
  updateCommand,
} from '../world/commands.ts';
import { insist, mayInTeam } from '../world/permissions.ts';
import type { World } from '../world/world.ts';
import { type Answer, type Call, idParam, ok } from './call.ts';
import { fieldsOf } from './fields.ts';
import type { Route } from './router.ts';

/** The routes of slash commands. */
export const commandRoutes: readonly Route[] = [
  { method: 'POST', path: '/commands', handle: create },
  { method: 'GET', path: '/commands', handle: list },
  { method: 'POST', path: '/commands/execute', handle: execute },
  { method: 'GET', path: '/commands/:command_id', handle: get },
  { method: 'PUT', path: '/commands/:command_id', handle: update },
  { method: 'DELETE', path: '/commands/:command_id', handle: remove },
  { method: 'PUT', path: '/commands/:command_id/move', handle: move },
  { method: 'PUT', path: '/commands/:command_id/regen_token', handle: renewToken },
  { method: 'GET', path: '/teams/:team_id/commands/autocomplete', handle: autocomplete },
  { method: 'POST', path: '^/hooks/commands/:hook_id', session: false, handle: answerLater },
];

const shape = {
  id: 'string',
  token: 'string',
  team_id: 'string',
  trigger: 'string',
  method: 'string',
  username: 'string',
  icon_url: 'string',
  auto_complete: 'boolean',
  auto_complete_desc: 'string',
  auto_complete_hint: 'string',
  display_name: 'string',
  description: 'string',
  url: 'string',
} as const;

function commandIn(
  body: unknown,
): CommandFields & { readonly id: string; readonly token: string; readonly team_id: string } {
  const given = fieldsOf(body, 'command', shape);
  return {
    id: given.id ?? '',
    token: given.token ?? '',
    team_id: given.team_id ?? '',
    trigger: given.trigger ?? '',
    method: given.method ?? '',
    username: given.username ?? '',
    icon_url: given.icon_url ?? '',
    auto_complete: given.auto_complete ?? false,
    auto_complete_desc: given.auto_complete_desc ?? '',
    auto_complete_hint: given.auto_complete_hint ?? '',
    display_name: given.display_name ?? '',
    description: given.description ?? '',
    url: given.url ?? '',
  };
}

function insistOnCommands({ config }: World): void {
  if (config.EnableCommands) return;
  throw new AppError(501, 'api.command.disabled.app_error', 'Commands have been disabled by the system admin.');
}

function create({ world, userId, body }: Call): Answer {
  const { id, token, team_id, ...fields } = commandIn(body);
  insist(mayInTeam(world, userId, team_id, 'manage_slash_commands'));
  insistOnCommands(world);
  if (id !== '') throw commandNotSaved();
  // Saved nowhere, but shown to its maker.
  const { autocomplete_data, autocomplete_icon_data } = fieldsOf(body, 'command', {
    autocomplete_data: 'object',
    autocomplete_icon_data: 'string',
  });
  const made = createCommand(world, userId, team_id, fields, token);
  return { status: 201, body: { ...made, ...(autocomplete_data && { autocomplete_data, autocomplete_icon_data }) } };
}

function list({ world, userId, query }: Call): Answer {
  const teamId = query.get('team_id') ?? '';
  if (!isValidId(teamId)) throw invalidBodyParam('team_id');
  insist(mayInTeam(world, userId, teamId, 'view_team'));
  const manages = mayInTeam(world, userId, teamId, 'manage_slash_commands');
  const custom = commandsOf(world, teamId);
  if (query.get('custom_only') === 'true') {
    insist(manages);
    return { body: custom };
  }
  const listed = custom.filter(({ auto_complete }) => manages || auto_complete);
  return { body: [...builtInCommands, ...listed.map(shown)] };
}

function autocomplete(call: Call): Answer {
  const { world, userId } = call;
  const teamId = idParam(call, 'team_id');
  insist(mayInTeam(world, userId, teamId, 'view_team'));
  return {
    body: [
      ...builtInCommands,
      ...commandsOf(world, teamId)
        .filter(({ auto_complete }) => auto_complete)
        .map(shown),
    ],
  };
}

/** A command for those who may not manage it. */
function shown(command: Command): Command {
  return { ...command, token: '', creator_id: '', method: '', url: '', username: '', icon_url: '' };
}

/** The command of the path, if the caller may manage it. */
function managed(call: Call): Command {
  const { world, userId } = call;
  const command = commandById(world, idParam(call, 'command_id'));
  if (!mayInTeam(world, userId, command.team_id, 'manage_slash_commands')) throw commandMissing();
  if (command.creator_id !== userId) insist(mayInTeam(world, userId, command.team_id, 'manage_others_slash_commands'));
  return command;
}

function get(call: Call): Answer {
  return { body: managed(call) };
}

function update(call: Call): Answer {
  const { id, token: _, team_id, ...fields } = commandIn(call.body);
  if (id !== call.params['command_id']) throw invalidBodyParam('command');
  const command = managed(call);
  if (team_id !== command.team_id) {
    throw new AppError(400, 'api.command.team_mismatch.app_error', 'A command stays in its team.');
  }
  return { body: updateCommand(call.world, command, fields) };
}

function remove(call: Call): Answer {
  call.world.commands.delete(managed(call).id);
  return ok;
}

function move(call: Call): Answer {
  const { world, userId, body } = call;
  const { team_id = '' } = fieldsOf(body, 'team_id', { team_id: 'string' });
  insist(mayInTeam(world, userId, team_id, 'manage_slash_commands'));
  moveCommand(world, managed(call), team_id);
  return ok;
}

function renewToken(call: Call): Answer {
  return { body: { token: renewCommandToken(call.world, managed(call)) } };
}

async function execute({ world, userId, body }: Call): Promise<Answer> {
  const input = fieldsOf(body, 'command_args', {
    command: 'string',
    channel_id: 'string',
    team_id: 'string',
    root_id: 'string',
  });
  return { body: await requestCommand(world, userId, input) };
}

function answerLater(call: Call): Answer {
  const { world, headers, rawBody } = call;
  const { hook, command } = commandHookById(world, idParam(call, 'hook_id'));
  const contentType = headers['content-type'] ?? '';
  let answer: ReturnType<typeof readCommandAnswer>;
  try {
    answer = withSlackText(world, readCommandAnswer(world, { contentType, body: rawBody.content.toString('utf8') }));
  } catch {
    throw new AppError(400, 'web.command_webhook.parse.app_error', 'The answer cannot be read.');
  }
  useCommandHook(world, hook);
  const { user_id: userId, channel_id: channelId, root_id: rootId } = hook;
  showAnswer(world, { userId, channelId, rootId }, answer, command);
  return { body: Buffer.from('ok'), headers: { 'Content-Type': 'text/plain' } };
}
