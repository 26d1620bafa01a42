import { AppError, invalidBodyParam } from '../errors.ts';
import { parseJson } from '../json-reading.ts';
import { type Channel, channelById } from '../world/channels.ts';
import {
  createIncomingWebhook,
  type IncomingWebhook,
  incomingWebhookById,
  postByWebhook,
  updateIncomingWebhook,
} from '../world/incoming-webhooks.ts';
import { pageOf } from '../world/pages.ts';
import { insist, mayInChannel, mayInTeam, mayOnSystem, type Permission } from '../world/permissions.ts';
import { type Answer, type Call, idParam, ok, pageOfCall } from './call.ts';
import { fieldsOf } from './fields.ts';
import type { Route } from './router.ts';

/** The routes of incoming webhooks. */
export const incomingWebhookRoutes: readonly Route[] = [
  { method: 'POST', path: '/hooks/incoming', handle: create },
  { method: 'GET', path: '/hooks/incoming', handle: list },
  { method: 'GET', path: '/hooks/incoming/:hook_id', handle: call => ({ body: managed(call) }) },
  { method: 'PUT', path: '/hooks/incoming/:hook_id', handle: update },
  { method: 'DELETE', path: '/hooks/incoming/:hook_id', handle: remove },
  { method: 'POST', path: '^/hooks/:hook_id', session: false, handle: post },
];

function hookIn(body: unknown) {
  const given = fieldsOf(body, 'incoming_webhook', {
    id: 'string',
    team_id: 'string',
    channel_id: 'string',
    display_name: 'string',
    description: 'string',
    username: 'string',
    icon_url: 'string',
    channel_locked: 'boolean',
  });
  const fields = {
    channel_id: given.channel_id ?? '',
    display_name: given.display_name ?? '',
    description: given.description ?? '',
    username: given.username ?? '',
    icon_url: given.icon_url ?? '',
    channel_locked: given.channel_locked ?? false,
  };
  return { id: given.id ?? '', team_id: given.team_id ?? '', fields };
}

function create({ world, userId, body }: Call): Answer {
  const { channel_id, ...details } = hookIn(body).fields;
  const channel = channelById(world, channel_id);
  insist(mayInTeam(world, userId, channel.team_id, 'manage_incoming_webhooks'));
  insist(channel.type === 'O' || mayInChannel(world, userId, channel.id, 'read_channel'));
  return { status: 201, body: createIncomingWebhook(world, channel, { ...details, user_id: userId }) };
}

function list(call: Call): Answer {
  const { world, userId, query } = call;
  const teamId = query.get('team_id') ?? '';
  const may = (permission: Permission): boolean =>
    teamId === '' ? mayOnSystem(world, userId, permission) : mayInTeam(world, userId, teamId, permission);
  insist(may('manage_incoming_webhooks'));
  const seesOthers = may('manage_others_incoming_webhooks');
  const hooks = [...world.incomingWebhooks.values()].filter(
    hook => (seesOthers || hook.user_id === userId) && (teamId === '' || hook.team_id === teamId),
  );
  const incoming_webhooks = pageOf(hooks, pageOfCall(call));
  const counted = query.get('include_total_count') === 'true';
  return { body: counted ? { incoming_webhooks, total_count: hooks.length } : incoming_webhooks };
}

/** The webhook of the path, if the caller may manage it. */
function managed(call: Call): IncomingWebhook {
  const { world, userId } = call;
  const hook = incomingWebhookById(world, idParam(call, 'hook_id'));
  insistOnManaging(call, hook, channelById(world, hook.channel_id));
  if (hook.user_id !== userId) insist(mayInTeam(world, userId, hook.team_id, 'manage_others_incoming_webhooks'));
  return hook;
}

function insistOnManaging({ world, userId }: Call, { team_id }: IncomingWebhook, { id, type }: Channel): void {
  insist(mayInTeam(world, userId, team_id, 'manage_incoming_webhooks'));
  insist(type === 'O' || mayInChannel(world, userId, id, 'read_channel'));
}

function update(call: Call): Answer {
  const { world, params } = call;
  const { id, team_id, fields } = hookIn(call.body);
  if (id !== params['hook_id']) throw invalidBodyParam('hook_id');
  const hook = managed(call);
  if (team_id !== '' && team_id !== hook.team_id) {
    throw new AppError(400, 'api.webhook.team_mismatch.app_error', 'A webhook stays in its team.');
  }
  const channel = channelById(world, fields.channel_id);
  if (channel.team_id !== hook.team_id) throw invalidBodyParam('channel_id');
  insistOnManaging(call, hook, channel);
  return { status: 201, body: updateIncomingWebhook(world, hook, fields) };
}

function remove(call: Call): Answer {
  call.world.incomingWebhooks.delete(managed(call).id);
  return ok;
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
