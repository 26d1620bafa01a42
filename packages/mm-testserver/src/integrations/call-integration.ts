import { posix } from 'node:path';
import { AppError } from '../errors.ts';
import { Abandoned } from '../http/attempt.ts';
import type { World } from '../world/world.ts';
import { mebibyte } from './outgoing.ts';

/** The error for every failure of an integration: clients do not learn the reason. */
export function integrationFailed(): AppError {
  return new AppError(400, 'api.post.do_action.action_integration.app_error', 'Action integration error.');
}

/** The timeout of an integration; before version 11 always 30 seconds. */
export function integrationTimeoutMs({ traits, config }: World): number {
  return traits.integrationTimeoutSetting ? config.OutgoingIntegrationRequestsTimeout * 1_000 : 30_000;
}

/**
 * Calls an integration after a click or a submission; resolves to the body of its answer.
 *
 * @throws {AppError} 400 when the call fails, takes too long, or is answered with another status than 200.
 */
export async function callIntegration(world: World, token: string, url: string, body: string): Promise<string> {
  // A path without a host goes to a plugin of the server. There are no plugins here, and that counts as an answer without
  // content.
  if (/^\/?plugins\//.test(posix.normalize(url))) return '{}';
  const target = partsOf(url);
  if (!target) throw integrationFailed();
  const authorization = isForPlugins(world, target) ? `Bearer ${token}` : undefined;
  const timeoutMs = integrationTimeoutMs(world);
  const call = { url, body, contentType: 'application/json', authorization, timeoutMs, maxAnswerBytes: 64 * mebibyte };
  const answer = await world.outgoing.send(call).catch((error: unknown) => {
    if (error instanceof Abandoned) throw error;
    throw integrationFailed();
  });
  if (answer.status !== 200) throw integrationFailed();
  return answer.body;
}

/**
 * Whether the server takes the URL for one of its own plugins. Then it adds the session token of the person who clicked,
 * even when the URL belongs to another program.
 */
function isForPlugins({ traits, siteUrl }: World, { host, path }: Parts): boolean {
  const site = partsOf(siteUrl);
  if (!path.startsWith(posix.join('/', site?.path ?? '', 'plugins'))) return false;
  const loopback = traits.sendsTokensToLoopback && ['localhost', '127.0.0.1'].includes(host);
  return loopback || host === site?.host;
}

interface Parts {
  /** Without the port. */
  readonly host: string;
  /** With escapes decoded, and with `..` as written. */
  readonly path: string;
}

/** The host and path of a URL; `undefined` for one that Go cannot parse. */
function partsOf(url: string): Parts | undefined {
  const [, path = ''] = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*([^?#]*)/i.exec(url) ?? [];
  if (/^\s|\s$/.test(url) || !URL.canParse(url) || /%(?![\da-f]{2})/i.test(path)) return undefined;
  const plain = path.replace(/%([\da-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return { host: new URL(url).hostname, path: plain };
}
