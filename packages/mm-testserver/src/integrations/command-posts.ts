import { AppError } from '../errors.ts';
import { isObject } from '../json.ts';
import { attachmentsOf } from '../world/attachments.ts';
import { channelById } from '../world/channels.ts';
import type { Command } from '../world/commands.ts';
import { sendEphemeralPost } from '../world/ephemeral-posts.ts';
import { postAsServer } from '../world/post-creation.ts';
import type { Props } from '../world/posts.ts';
import type { World } from '../world/world.ts';
import type { CommandAnswer } from './command-answer.ts';
import { withoutSlackLinks } from './slack-text.ts';

/** Where the answer of a command goes. */
export interface AnswerPlace {
  readonly userId: string;
  readonly channelId: string;
  readonly rootId: string;
}

/**
 * Shows the answer of a command: `in_channel` as a post of the person who ran it, otherwise only to this person. Returns
 * what the caller gets: the attachments of an ephemeral post with the cookies of their buttons.
 *
 * @throws {AppError} 500 when the post cannot be created.
 */
export function showAnswer(world: World, place: AnswerPlace, answer: CommandAnswer, command?: Command): CommandAnswer {
  const attempt = (one: CommandAnswer): CommandAnswer => {
    try {
      return showOne(world, place, one, command);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const id = 'api.command.execute_command.create_post_failed.app_error';
      throw new AppError(500, id, 'The answer of the command cannot be posted.');
    }
  };
  const shown = attempt(answer);
  return { ...shown, extra_responses: answer.extra_responses?.map(attempt) ?? null };
}

function showOne(world: World, place: AnswerPlace, answer: CommandAnswer, command: Command | undefined): CommandAnswer {
  const { response_type, text, skip_slack_parsing } = answer;
  const { userId: user_id, rootId: root_id } = place;
  const channel_id = answer.channel_id || place.channelId;
  if (!world.channelMembers.get(channel_id)?.has(user_id)) throw new AppError(403, 'forbidden', 'Not a member.');
  const attachments = answer.attachments?.filter(isObject);
  const message = skip_slack_parsing ? text : withoutSlackLinks(text);
  const type = answer.type || (attachments ? 'slack_attachment' : '');
  if (type.startsWith('system_')) throw new AppError(400, 'type', 'Only the server writes system posts.');
  const props: Props = {
    ...answer.props,
    ...(command && { from_webhook: 'true', ...overrides(world, command, answer) }),
    ...(attachments && { attachments }),
  };
  const post = { channel_id, user_id, root_id, message, props };
  if (response_type === 'in_channel') {
    const channel = channelById(world, channel_id);
    world.afterPost(world, channel, postAsServer(world, { ...post, type }));
  } else if ((response_type === '' || response_type === 'ephemeral') && (message !== '' || attachments)) {
    const { shown } = sendEphemeralPost(world, user_id, post);
    if (attachments) return { ...answer, attachments: attachmentsOf(shown.props) };
  }
  return answer;
}

function overrides({ config }: World, command: Command, { username }: CommandAnswer): Props {
  const name = command.username || username;
  return config.EnablePostUsernameOverride && name !== '' ? { override_username: name } : {};
}
