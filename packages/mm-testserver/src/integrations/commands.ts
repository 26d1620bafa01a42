import { AppError } from '../errors.ts';
import { Abandoned } from '../http/attempt.ts';
import { isValidId } from '../ids.ts';
import { builtInPost, builtInTriggers } from '../world/built-in-commands.ts';
import { channelById } from '../world/channels.ts';
import { createCommandHook } from '../world/command-hooks.ts';
import { type Command, commandOf } from '../world/commands.ts';
import { insist, mayInChannel, mayInTeam } from '../world/permissions.ts';
import { userById } from '../world/users.ts';
import type { World } from '../world/world.ts';
import { integrationTimeoutMs } from './call-integration.ts';
import { type CommandAnswer, readCommandAnswer, textAnswer } from './command-answer.ts';
import { formOf, mentionsIn } from './command-form.ts';
import { showAnswer } from './command-posts.ts';
import { withSlackText } from './slack-text.ts';
import { createTrigger } from './trigger-ids.ts';

/** A request to run a command. */
export interface CommandRequest {
  readonly command?: string | undefined;
  readonly channel_id?: string | undefined;
  /** Counts only in direct and group channels, where it is the team that the person has open. */
  readonly team_id?: string | undefined;
  readonly root_id?: string | undefined;
}

/**
 * `POST /commands/execute`: runs a command if the person may write in the channel.
 *
 * @throws {AppError} 400 without a slash, 403 without permission, 404 for an unknown trigger, 500 when the integration fails.
 */
export async function requestCommand(world: World, userId: string, input: CommandRequest): Promise<CommandAnswer> {
  const { command = '', channel_id = '', team_id = '', root_id = '' } = input;
  if (command.length <= 1 || !command.startsWith('/') || !isValidId(channel_id)) {
    throw new AppError(400, 'api.command.execute_command.start.app_error', 'No command trigger found.');
  }
  insist(mayInChannel(world, userId, channel_id, 'create_post'));
  const channel = channelById(world, channel_id);
  if (channel.delete_at !== 0 && world.traits.refusesCommandsInArchived) {
    throw new AppError(400, 'api.command.execute_command.deleted.error', 'The channel is archived.');
  }
  const teamId = channel.team_id || team_id;
  insist(mayInTeam(world, userId, teamId, 'view_team'));
  return await execute(world, { userId, channelId: channel.id, teamId, rootId: root_id, command });
}

/** A command that a person runs. */
interface Execution {
  readonly userId: string;
  readonly channelId: string;
  /** The team of the channel, or the open one in a direct channel. */
  readonly teamId: string;
  readonly rootId: string;
  /** What the person typed, with the slash. */
  readonly command: string;
}

async function execute(world: World, execution: Execution): Promise<CommandAnswer> {
  // Any white space ends the trigger; the rest stays as it is.
  const [, word = '', text = ''] = /^(\S*)\s?([\s\S]*)$/.exec(execution.command) ?? [];
  const trigger = word.slice(1).toLowerCase();
  const command = commandOf(world, execution.teamId, trigger);
  if (!command) return runBuiltIn(world, execution, trigger, text);
  const { clientId, triggerId } = createTrigger(world, execution.userId);
  const answer = { ...(await call(world, execution, command, text, triggerId)), trigger_id: clientId };
  const { userId, channelId, rootId } = execution;
  return showAnswer(world, { userId, channelId, rootId }, answer, command);
}

function runBuiltIn(world: World, execution: Execution, trigger: string, text: string): CommandAnswer {
  const post = builtInPost(trigger, text);
  if (post) {
    const { userId, channelId, rootId } = execution;
    const answer = textAnswer(post.message, { response_type: 'in_channel', type: post.type });
    showAnswer(world, { userId, channelId, rootId }, answer);
    return answer;
  }
  if (builtInTriggers.has(trigger)) {
    throw new AppError(501, 'testserver.not_played', `The command /${trigger} is not played by mm-testserver.`);
  }
  const hint = 'To send a message beginning with "/", try adding an empty space at the beginning of the message.';
  const message = `Command with a trigger of '${trigger}' not found. ${hint}`;
  throw new AppError(404, 'api.command.execute_command.not_found.app_error', message);
}

async function call(
  world: World,
  execution: Execution,
  command: Command,
  text: string,
  triggerId: string,
): Promise<CommandAnswer> {
  const { userId, channelId, teamId, rootId } = execution;
  if (rootId !== '' && !isValidId(rootId)) throw failed(command);
  const hook = createCommandHook(world, {
    command_id: command.id,
    user_id: userId,
    channel_id: channelId,
    root_id: rootId,
  });
  const form = formOf([
    ['token', command.token],
    ['team_id', teamId],
    ['team_domain', world.teams.get(teamId)?.name ?? ''],
    ['channel_id', channelId],
    ['channel_name', channelById(world, channelId).name],
    ['user_id', userId],
    ['user_name', userById(world, userId).username],
    ['command', `/${command.trigger}`],
    ['text', text],
    ['trigger_id', triggerId],
    ['response_url', `${world.siteUrl}/hooks/commands/${hook.id}`],
    ...(world.traits.rootIdInCommands ? [['root_id', rootId] as const] : []),
    ...mentionsIn(world, teamId, text),
  ]);
  const byGet = command.method === 'G';
  const answer = await world.outgoing
    .send({
      method: byGet ? 'GET' : 'POST',
      url: byGet ? `${command.url}${command.url.includes('?') ? '&' : '?'}${form}` : command.url,
      body: form,
      contentType: 'application/x-www-form-urlencoded',
      authorization: `Token ${command.token}`,
      timeoutMs: integrationTimeoutMs(world),
    })
    .catch((error: unknown) => {
      if (error instanceof Abandoned) throw error;
      throw failed(command);
    });
  if (answer.status !== 200) {
    const id = 'api.command.execute_command.failed_resp.app_error';
    const reason = `returned response ${answer.status} ${answer.statusText}`.trim();
    throw new AppError(500, id, `Command with a trigger of '${command.trigger}' ${reason}.`);
  }
  try {
    return withSlackText(world, readCommandAnswer(world, answer));
  } catch (error) {
    throw error instanceof AppError ? failed(command) : error;
  }
}

function failed({ trigger }: Command): AppError {
  const id = 'api.command.execute_command.failed.app_error';
  return new AppError(500, id, `Command with a trigger of '${trigger}' failed.`);
}
