import { type ButtonAttachmentsParams, buildButtonAttachments } from '../building/button-attachments.ts';
import { checkCallbackUrl } from '../building/callback-url.ts';
import { isJsonObject, type JsonObject } from '../signing/json.ts';
import type { Arguments } from './arguments.ts';
import { CommandFailure } from './failures.ts';
import { readBotToken, readInput, type Surroundings } from './surroundings.ts';

const timeoutMs = 30_000;

/** Posts a message with buttons, and prints which post it became. */
export async function post(args: Arguments, around: Surroundings): Promise<void> {
  const message = await readInput(args, around);
  if (!isJsonObject(message)) throw new CommandFailure('input', 'the message must be an object with `buttons`');
  const serverUrl = args.url ?? around.env['MATTERMOST_URL'];
  if (!serverUrl) throw new CommandFailure('usage', 'say where Mattermost lives, with --url or MATTERMOST_URL');
  const channelId = args.channel ?? textOf(message, 'channel_id');
  if (channelId === undefined) throw new CommandFailure('usage', 'say where to post, with --channel or `channel_id`');
  const callbackUrl = args.callbackUrl ?? textOf(message, 'callback_url');
  if (callbackUrl === undefined) throw new CommandFailure('usage', 'say where clicks go, with --callback-url');
  for (const { severity, message: warning } of checkCallbackUrl(callbackUrl, { serverUrl }).problems) {
    if (severity === 'warning') around.complain(`callback URL: ${warning}`);
  }
  const botToken = await readBotToken(args, around);
  const attachments = buildButtonAttachments({
    callbackUrl,
    channelId,
    botToken,
    buttons: (Array.isArray(message['buttons']) ? message['buttons'] : []) as ButtonAttachmentsParams['buttons'],
    text: textOf(message, 'text'),
    maxPropsLength: args.maxProps,
  });
  const body = {
    channel_id: channelId,
    message: textOf(message, 'message') ?? '',
    root_id: textOf(message, 'root_id'),
    props: { attachments },
  };
  const saved = await create(serverUrl, body, botToken, around.fetch);
  around.print(JSON.stringify({ id: saved['id'], channel_id: saved['channel_id'] }));
}

async function create(
  serverUrl: string,
  body: object,
  botToken: string,
  fetch: typeof globalThis.fetch,
): Promise<JsonObject> {
  const url = `${serverUrl.replace(/\/+$/, '').replace(/\/api\/v4$/, '')}/api/v4/posts`;
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new CommandFailure('usage', '--url must begin with https:// or http://');
  }
  if (new URL(url).password !== '') throw new CommandFailure('usage', '--url must not contain a password');
  let response: Response;
  let text: string;
  try {
    const headers = { authorization: `Bearer ${botToken}`, 'content-type': 'application/json' };
    const signal = AbortSignal.timeout(timeoutMs);
    response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), redirect: 'error', signal });
    text = await response.text();
  } catch (error) {
    throw new CommandFailure('unreachable', `Mattermost was not reached: ${reasonOf(error)}`, { cause: error });
  }
  const answer = parse(text);
  if (response.status === 201 && typeof answer['id'] === 'string') return answer;
  const said = `${answer['message'] ?? ''} (${answer['id'] ?? 'no error id'})`.replaceAll(botToken, '…');
  throw new CommandFailure('refused', `Mattermost answered ${response.status}: ${said.trim()}`);
}

function parse(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs / 1_000} s`;
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return 'code' in cause ? String(cause.code) : cause.message;
}

function textOf(message: JsonObject, field: string): string | undefined {
  const value = message[field] ?? '';
  if (typeof value !== 'string') throw new CommandFailure('input', `\`${field}\` must be a text`);
  return value === '' ? undefined : value;
}
