import { AppError } from '../errors.ts';
import { type Channel, channelById, findChannel } from './channels.ts';
import { openDirectChannel } from './direct-channels.ts';
import { mayInChannel } from './permissions.ts';
import type { Props } from './posts.ts';
import { postAsWebhook } from './webhook-posts.ts';
import type { World } from './world.ts';

/** An incoming webhook: its address lets any program post as the user who created it. */
export interface IncomingWebhook {
  readonly id: string;
  readonly create_at: number;
  readonly update_at: number;
  readonly delete_at: number;
  readonly user_id: string;
  readonly channel_id: string;
  readonly team_id: string;
  readonly display_name: string;
  readonly description: string;
  readonly username: string;
  readonly icon_url: string;
  readonly channel_locked: boolean;
}

/** The request for a new webhook. */
export type NewIncomingWebhook = Pick<
  IncomingWebhook,
  'user_id' | 'display_name' | 'description' | 'username' | 'icon_url' | 'channel_locked'
>;

/** Creates a webhook for a channel. */
export function createIncomingWebhook(world: World, channel: Channel, input: NewIncomingWebhook): IncomingWebhook {
  const now = world.clock.now();
  const hook: IncomingWebhook = {
    id: world.newId(),
    create_at: now,
    update_at: now,
    delete_at: 0,
    channel_id: channel.id,
    team_id: channel.team_id,
    ...input,
    ...overrides(world, input),
  };
  world.incomingWebhooks.set(hook.id, hook);
  return hook;
}

/** A message for a webhook. */
export interface WebhookMessage {
  readonly text?: string | undefined;
  readonly username?: string | undefined;
  readonly channel?: string | undefined;
  readonly type?: string | undefined;
  readonly props?: Props | undefined;
  readonly attachments?: readonly unknown[] | undefined;
}

/** Posts a message as the user who created the webhook; only `from_webhook` marks it. */
export function postByWebhook(world: World, hookId: string, message: WebhookMessage): void {
  const { text = '', attachments } = message;
  if (text === '' && attachments === undefined) throw refusal(400, 'text', 'The message has no text.');
  const hook = world.incomingWebhooks.get(hookId);
  if (!hook) throw refusal(400, 'invalid', 'There is no such webhook.');
  const channel = targetOf(world, hook, message.channel ?? '');
  if (hook.channel_locked && channel.id !== hook.channel_id) {
    throw refusal(403, 'channel_locked', 'The webhook is for one channel only.');
  }
  if (channel.type !== 'O' && !mayInChannel(world, hook.user_id, channel.id, 'read_channel')) {
    throw refusal(403, 'permissions', 'The maker of the webhook cannot read that channel.');
  }
  postAsWebhook(world, channel, {
    userId: hook.user_id,
    displayName: hook.display_name,
    username: message.username || hook.username,
    text,
    type: message.type ?? '',
    props: message.props ?? {},
    attachments: attachments ?? [],
  });
}

/** @throws {AppError} 404 for an unknown id. */
export function incomingWebhookById(world: World, id: string): IncomingWebhook {
  const hook = world.incomingWebhooks.get(id);
  if (!hook) throw new AppError(404, 'app.webhooks.get_incoming.app_error', 'There is no such webhook.');
  return hook;
}

/** Changes a webhook; its author stays. */
export function updateIncomingWebhook(
  world: World,
  hook: IncomingWebhook,
  input: Omit<NewIncomingWebhook, 'user_id'> & Pick<IncomingWebhook, 'channel_id'>,
): IncomingWebhook {
  return Object.assign(hook, { ...input, ...overrides(world, input), update_at: world.clock.now() });
}

/** Names and pictures are saved only if the configuration lets webhooks set them. */
function overrides({ config }: World, { username, icon_url }: Pick<IncomingWebhook, 'username' | 'icon_url'>) {
  return config.EnablePostUsernameOverride ? { username, icon_url } : { username: '', icon_url: '' };
}

function targetOf(world: World, hook: IncomingWebhook, name: string): Channel {
  if (name === '') return channelById(world, hook.channel_id);
  if (!name.startsWith('@')) {
    const found = findChannel(world, hook.team_id, name.replace(/^#/, ''));
    if (!found) throw refusal(404, 'channel', 'There is no such channel.');
    return found;
  }
  const user = [...world.users.values()].find(({ username }) => username === name.slice(1));
  if (!user) throw refusal(400, 'user', 'There is no such user.');
  return openDirectChannel(world, hook.user_id, user.id);
}

function refusal(status: number, what: string, message: string): AppError {
  return new AppError(status, `web.incoming_webhook.${what}.app_error`, message);
}
