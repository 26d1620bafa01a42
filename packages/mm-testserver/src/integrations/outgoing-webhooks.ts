import { AppError } from '../errors.ts';
import { isObject, toJson } from '../json.ts';
import { parseJson } from '../json-reading.ts';
import type { Channel } from '../world/channels.ts';
import type { OutgoingWebhook } from '../world/outgoing-webhooks.ts';
import type { StoredPost } from '../world/posts.ts';
import { userById } from '../world/users.ts';
import { postAsWebhook } from '../world/webhook-posts.ts';
import type { World } from '../world/world.ts';
import { integrationTimeoutMs } from './call-integration.ts';
import { formOf } from './command-form.ts';

/** Calls the outgoing webhooks that a new post in a public channel triggers, without waiting for them. */
export function callOutgoingWebhooks(world: World, channel: Channel, post: StoredPost): void {
  if (channel.type !== 'O') return;
  const [firstWord = ''] = post.message.trim().split(/\s+/);
  for (const hook of world.outgoingWebhooks.values()) {
    if (hook.team_id !== channel.team_id || (hook.channel_id !== '' && hook.channel_id !== channel.id)) continue;
    const word = triggerOf(hook, firstWord);
    if (word === undefined) continue;
    for (const url of hook.callback_urls ?? []) {
      // Failures are only in the log of a real server.
      callOne(world, { hook, channel, post, word, url }).catch(() => {});
    }
  }
}

/** The word that triggers the webhook; empty when every post does, `undefined` when this one does not. */
function triggerOf(
  { trigger_words, trigger_when, channel_id }: OutgoingWebhook,
  firstWord: string,
): string | undefined {
  if (!trigger_words?.length) return channel_id === '' ? undefined : '';
  if (firstWord === '') return undefined;
  return trigger_words.find(word => (trigger_when === 0 ? firstWord === word : firstWord.startsWith(word)));
}

interface WebhookCall {
  readonly hook: OutgoingWebhook;
  readonly channel: Channel;
  readonly post: StoredPost;
  readonly word: string;
  readonly url: string;
}

async function callOne(world: World, call: WebhookCall): Promise<void> {
  const { hook, channel, post, url } = call;
  const isJson = hook.content_type === 'application/json';
  const payload = payloadOf(world, call);
  const body = isJson
    ? toJson(payload)
    : // A form has the time in seconds.
      formOf(Object.entries({ ...payload, timestamp: String(Math.floor(post.create_at / 1_000)) }));
  const contentType = isJson ? 'application/json' : 'application/x-www-form-urlencoded';
  const answer = await world.outgoing.send({ url, body, contentType, timeoutMs: integrationTimeoutMs(world) });
  const given = parseJson(answer.body);
  if (!isObject(given)) return;
  const text = (name: string): string => (typeof given[name] === 'string' ? given[name] : '');
  const attachments = Array.isArray(given['attachments']) ? given['attachments'] : [];
  if (typeof given['text'] !== 'string' && attachments.length === 0) return;
  try {
    postAsWebhook(world, channel, {
      userId: hook.creator_id,
      displayName: hook.display_name,
      username: text('username') || hook.username,
      text: text('text'),
      type: text('type'),
      rootId: text('response_type') === 'comment' ? post.id : undefined,
      props: isObject(given['props']) ? given['props'] : {},
      attachments,
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}

function payloadOf(world: World, { hook, channel, post, word }: WebhookCall) {
  return {
    token: hook.token,
    team_id: hook.team_id,
    team_domain: world.teams.get(hook.team_id)?.name ?? '',
    channel_id: channel.id,
    channel_name: channel.name,
    timestamp: post.create_at,
    user_id: post.user_id,
    user_name: userById(world, post.user_id).username,
    post_id: post.id,
    text: post.message,
    trigger_word: word,
    file_ids: post.file_ids.join(','),
  };
}
