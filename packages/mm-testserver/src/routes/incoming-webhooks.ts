import { AppError } from '../errors.ts';
import { parseJson } from '../json-reading.ts';
import { channelById } from '../world/channels.ts';
import { createIncomingWebhook, postByWebhook } from '../world/incoming-webhooks.ts';
import { insist, mayInChannel, mayInTeam } from '../world/permissions.ts';
import { type Answer, type Call, idParam } from './call.ts';
import { fieldsOf } from './fields.ts';
import type { Route } from './router.ts';

/** The routes of incoming webhooks. */
export const incomingWebhookRoutes: readonly Route[] = [
  { method: 'POST', path: '/hooks/incoming', handle: create },
  { method: 'POST', path: '^/hooks/:hook_id', session: false, handle: post },
];

function create({ world, userId, body }: Call): Answer {
  const input = fieldsOf(body, 'incoming_webhook', {
    channel_id: 'string',
    display_name: 'string',
    description: 'string',
    username: 'string',
    icon_url: 'string',
    channel_locked: 'boolean',
  });
  const { display_name = '', description = '', username = '', icon_url = '', channel_locked = false } = input;
  const channel = channelById(world, input.channel_id ?? '');
  insist(mayInTeam(world, userId, channel.team_id, 'manage_incoming_webhooks'));
  insist(channel.type === 'O' || mayInChannel(world, userId, channel.id, 'read_channel'));
  const details = { user_id: userId, display_name, description, username, icon_url, channel_locked };
  return { status: 201, body: createIncomingWebhook(world, channel, details) };
}

function post(call: Call): Answer {
  const { world, headers, rawBody } = call;
  const text = rawBody.content.toString('utf8');
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '');
  const payload = parseJson(isForm ? (new URLSearchParams(text).get('payload') ?? '') : text);
  if (typeof payload !== 'object' || payload === null) {
    throw new AppError(400, 'web.incoming_webhook.parse.app_error', 'The payload cannot be read.');
  }
  const { attachments } = payload as { attachments?: unknown };
  const message = fieldsOf(payload, 'payload', {
    text: 'string',
    username: 'string',
    channel: 'string',
    type: 'string',
    props: 'object',
  });
  const given = Array.isArray(attachments) ? attachments : undefined;
  postByWebhook(world, idParam(call, 'hook_id'), { ...message, attachments: given });
  return { body: Buffer.from('ok'), headers: { 'Content-Type': 'text/plain' } };
}
