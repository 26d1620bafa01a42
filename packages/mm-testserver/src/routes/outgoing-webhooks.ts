import { AppError, invalidBodyParam } from '../errors.ts';
import {
  createOutgoingWebhook,
  type OutgoingWebhook,
  outgoingWebhookById,
  updateOutgoingWebhook,
} from '../world/outgoing-webhooks.ts';
import { pageOf } from '../world/pages.ts';
import { insist, mayInChannel, mayInTeam, mayOnSystem, type Permission } from '../world/permissions.ts';
import { userById } from '../world/users.ts';
import { type Answer, type Call, idParam, ok, pageOfCall } from './call.ts';
import { fieldsOf } from './fields.ts';
import type { Route } from './router.ts';

/** The routes of outgoing webhooks. */
export const outgoingWebhookRoutes: readonly Route[] = [
  { method: 'POST', path: '/hooks/outgoing', handle: create },
  { method: 'GET', path: '/hooks/outgoing', handle: list },
  { method: 'GET', path: '/hooks/outgoing/:hook_id', handle: call => ({ body: managed(call) }) },
  { method: 'PUT', path: '/hooks/outgoing/:hook_id', handle: update },
  { method: 'DELETE', path: '/hooks/outgoing/:hook_id', handle: remove },
  { method: 'POST', path: '/hooks/outgoing/:hook_id/regen_token', handle: renewToken },
];

function hookIn(body: unknown) {
  const given = fieldsOf(body, 'outgoing_webhook', {
    id: 'string',
    team_id: 'string',
    creator_id: 'string',
    channel_id: 'string',
    trigger_words: 'strings',
    trigger_when: 'number',
    callback_urls: 'strings',
    display_name: 'string',
    description: 'string',
    content_type: 'string',
    username: 'string',
    icon_url: 'string',
  });
  const { id = '', team_id = '', creator_id = '' } = given;
  const fields = {
    channel_id: given.channel_id ?? '',
    trigger_words: given.trigger_words ?? null,
    trigger_when: given.trigger_when ?? 0,
    callback_urls: given.callback_urls ?? null,
    display_name: given.display_name ?? '',
    description: given.description ?? '',
    content_type: given.content_type ?? '',
    username: given.username ?? '',
    icon_url: given.icon_url ?? '',
  };
  return { id, team_id, creator_id, fields };
}

function create({ world, userId, body }: Call): Answer {
  const { team_id, creator_id, fields } = hookIn(body);
  insist(mayInTeam(world, userId, team_id, 'manage_outgoing_webhooks'));
  if (creator_id !== '') {
    insist(mayInTeam(world, userId, team_id, 'manage_others_outgoing_webhooks'));
    userById(world, creator_id);
  }
  const owner = { team_id, creator_id: creator_id || userId };
  return { status: 201, body: createOutgoingWebhook(world, owner, fields) };
}

function list(call: Call): Answer {
  const { world, userId, query } = call;
  const channelId = query.get('channel_id') ?? '';
  const teamId = query.get('team_id') ?? '';
  const may = (permission: Permission): boolean => {
    if (channelId !== '') return mayInChannel(world, userId, channelId, permission);
    return teamId === '' ? mayOnSystem(world, userId, permission) : mayInTeam(world, userId, teamId, permission);
  };
  insist(may('manage_outgoing_webhooks'));
  const seesOthers = may('manage_others_outgoing_webhooks');
  const hooks = [...world.outgoingWebhooks.values()].filter(
    hook =>
      (seesOthers || hook.creator_id === userId) &&
      (channelId === '' ? teamId === '' || hook.team_id === teamId : hook.channel_id === channelId),
  );
  return { body: pageOf(hooks, pageOfCall(call)) };
}

/** The webhook of the path, if the caller may manage it. */
function managed(call: Call): OutgoingWebhook {
  const { world, userId } = call;
  const hook = outgoingWebhookById(world, idParam(call, 'hook_id'));
  insist(mayInTeam(world, userId, hook.team_id, 'manage_outgoing_webhooks'));
  if (hook.creator_id !== userId) insist(mayInTeam(world, userId, hook.team_id, 'manage_others_outgoing_webhooks'));
  return hook;
}

function update(call: Call): Answer {
  const { id, team_id, fields } = hookIn(call.body);
  if (id !== call.params['hook_id']) throw invalidBodyParam('hook_id');
  const hook = managed(call);
  if (team_id !== '' && team_id !== hook.team_id) {
    throw new AppError(400, 'api.webhook.team_mismatch.app_error', 'A webhook stays in its team.');
  }
  return { body: updateOutgoingWebhook(call.world, hook, fields) };
}

function remove(call: Call): Answer {
  call.world.outgoingWebhooks.delete(managed(call).id);
  return ok;
}

function renewToken(call: Call): Answer {
  const hook = managed(call);
  hook.token = call.world.newId();
  return { body: hook };
}
