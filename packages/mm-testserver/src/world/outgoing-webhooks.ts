import { AppError } from '../errors.ts';
import { channelById } from './channels.ts';
import type { World } from './world.ts';

/** An outgoing webhook: the server calls its addresses when a post in a public channel begins with one of its words. */
export interface OutgoingWebhook {
  readonly id: string;
  /** The secret that the server sends with every call. */
  token: string;
  readonly create_at: number;
  update_at: number;
  readonly delete_at: number;
  readonly creator_id: string;
  /** Empty for all public channels of the team. */
  channel_id: string;
  readonly team_id: string;
  /** Empty for every post of the channel. */
  trigger_words: readonly string[] | null;
  /** 0: the first word is one of them; 1: it begins with one of them. */
  trigger_when: number;
  callback_urls: readonly string[] | null;
  display_name: string;
  description: string;
  /** `application/json`, or a form. */
  content_type: string;
  username: string;
  icon_url: string;
}

/** The fields that a client can set. */
export type OutgoingWebhookFields = Omit<
  OutgoingWebhook,
  'id' | 'token' | 'create_at' | 'update_at' | 'delete_at' | 'creator_id' | 'team_id'
>;

/** Creates a webhook in a team. */
export function createOutgoingWebhook(
  world: World,
  owner: Pick<OutgoingWebhook, 'creator_id' | 'team_id'>,
  fields: OutgoingWebhookFields,
): OutgoingWebhook {
  const now = world.clock.now();
  const hook: OutgoingWebhook = {
    id: world.newId(),
    token: world.newId(),
    create_at: now,
    update_at: now,
    delete_at: 0,
    ...owner,
    ...fields,
  };
  insistOnPlace(world, hook, 400);
  insistOnNoTwin(world, hook, 500, 'create');
  insistOnValid(hook);
  world.outgoingWebhooks.set(hook.id, hook);
  return hook;
}

/** Changes a webhook. */
export function updateOutgoingWebhook(
  world: World,
  hook: OutgoingWebhook,
  fields: OutgoingWebhookFields,
): OutgoingWebhook {
  const changed = { ...hook, ...fields, update_at: world.clock.now() };
  insistOnPlace(world, changed, 500);
  insistOnNoTwin(world, changed, 400, 'update');
  insistOnValid(changed);
  return Object.assign(hook, changed);
}

/** @throws {AppError} 404 for an unknown id. */
export function outgoingWebhookById(world: World, id: string): OutgoingWebhook {
  const hook = world.outgoingWebhooks.get(id);
  if (!hook) throw new AppError(404, 'app.webhooks.get_outgoing.app_error', 'There is no such webhook.');
  return hook;
}

function insistOnPlace(world: World, hook: OutgoingWebhook, statusWithoutWords: 400 | 500): void {
  if (hook.channel_id === '') {
    if (hook.trigger_words?.length) return;
    const id = 'api.webhook.create_outgoing.triggers.app_error';
    throw new AppError(statusWithoutWords, id, 'A webhook needs a channel or trigger words.');
  }
  const { type, team_id } = channelById(world, hook.channel_id);
  if (type !== 'O') throw new AppError(403, 'api.outgoing_webhook.disabled.app_error', 'The channel is not public.');
  if (team_id === hook.team_id) return;
  throw new AppError(403, 'api.webhook.create_outgoing.permissions.app_error', 'The channel is in another team.');
}

/** Two webhooks of one channel cannot have a word and an address in common. */
function insistOnNoTwin(world: World, hook: OutgoingWebhook, status: 400 | 500, action: 'create' | 'update'): void {
  const shares = (a: readonly string[] | null, b: readonly string[] | null): boolean =>
    (a ?? []).some(one => b?.includes(one));
  for (const other of world.outgoingWebhooks.values()) {
    const isTwin =
      other.id !== hook.id &&
      other.team_id === hook.team_id &&
      other.channel_id === hook.channel_id &&
      shares(other.callback_urls, hook.callback_urls) &&
      shares(other.trigger_words, hook.trigger_words);
    if (!isTwin) continue;
    const id = `api.webhook.${action}_outgoing.intersect.app_error`;
    throw new AppError(status, id, 'Another webhook has the same words and addresses.');
  }
}

function insistOnValid({
  trigger_words,
  callback_urls,
  trigger_when,
  display_name,
  description,
}: OutgoingWebhook): void {
  const wrong =
    (trigger_words?.includes('') ? 'trigger_words' : '') ||
    (callback_urls?.length ? '' : 'callback') ||
    (callback_urls?.every(url => /^https?:\/\//.test(url) && URL.canParse(url)) ? '' : 'url') ||
    (display_name.length > 64 ? 'display_name' : '') ||
    (description.length > 500 ? 'description' : '') ||
    (trigger_when > 1 ? 'content_type' : '');
  if (wrong === '') return;
  throw new AppError(400, `model.outgoing_hook.is_valid.${wrong}.app_error`, `The webhook is not valid: ${wrong}.`);
}
