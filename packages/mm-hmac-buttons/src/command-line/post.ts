import { checkCallbackUrl } from '../../../../common/callbacks/callback-url.ts';
import { type ButtonAttachmentsParams, buildButtonAttachments } from '../building/button-attachments.ts';
import { isJsonObject, type JsonObject } from '../signing/json.ts';
import type { Arguments } from './arguments.ts';
import { CommandFailure } from './command-failure.ts';
import { type CommandIo, readBotToken, readInput } from './command-io.ts';

const timeoutMs = 30_000;

/** Posts a message with buttons, and prints the ids of the post and its channel. */
export async function post(args: Arguments, io: CommandIo): Promise<void> {
  const message = await readInput(args, io);
  if (!isJsonObject(message)) throw new CommandFailure('input', 'the message must be an object with `buttons`');
  const serverUrl = args.url ?? io.env['MATTERMOST_URL'];
  if (!serverUrl) throw new CommandFailure('usage', 'give the address of Mattermost with --url or MATTERMOST_URL');
  const channelId = args.channel ?? textOf(message, 'channel_id');
  if (channelId === undefined) throw new CommandFailure('usage', 'give the channel with --channel or `channel_id`');
  const callbackUrl = args.callbackUrl ?? textOf(message, 'callback_url');
  if (callbackUrl === undefined)
    throw new CommandFailure('usage', 'give the address that receives clicks with --callback-url');
  for (const { severity, message: warning } of checkCallbackUrl(callbackUrl, { serverUrl }).problems) {
    if (severity === 'warning') io.printError(`callback URL: ${warning}`);
  }
  const botToken = await readBotToken(args, io);
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
  const saved = await create(serverUrl, body, botToken, io.fetch);
  io.print(JSON.stringify({ id: saved['id'], channel_id: saved['channel_id'] }));
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
    throw new CommandFailure('unreachable', `could not reach Mattermost: ${reasonOf(error)}`, { cause: error });
  }
  const answer = parse(text);
  if (response.status === 201 && typeof answer['id'] === 'string') return answer;
  const reason = `${answer['message'] ?? ''} (${answer['id'] ?? 'no error id'})`.replaceAll(botToken, '…');
  throw new CommandFailure('refused', `Mattermost answered ${response.status}: ${reason.trim()}`);
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
