import { posix } from 'node:path';
import { AppError } from '../errors.ts';
import { Abandoned } from '../http/attempt.ts';
import type { World } from '../world/world.ts';

/** Everything that goes wrong with an integration looks the same to clients; the reason is in the server's log only. */
export function integrationFailed(): AppError {
  return new AppError(400, 'api.post.do_action.action_integration.app_error', 'Action integration error.');
}

/** How long an integration may take; a setting from version 11 on. */
export function integrationTimeoutMs({ traits, config }: World): number {
  return traits.integrationTimeoutSetting ? config.OutgoingIntegrationRequestsTimeout * 1_000 : 30_000;
}

/**
 * Tells an integration what somebody did with one of its buttons or dialogs; resolves to the body of its answer.
 *
 * @throws {AppError} 400 when it cannot be reached, takes too long, or answers anything but 200.
 */
export async function callIntegration(world: World, token: string, url: string, body: string): Promise<string> {
  // A path alone is for a plugin of this server, and there are none: its answer is that of a page not found.
  if (/^\/?plugins\//.test(posix.normalize(url))) return '404 page not found';
  const target = partsOf(url);
  if (!target) throw integrationFailed();
  const authorization = isForPlugins(world, target) ? `Bearer ${token}` : undefined;
  const timeoutMs = integrationTimeoutMs(world);
  const call = { url, body, contentType: 'application/json', authorization, timeoutMs };
  const answer = await world.outgoing.post(call).catch((error: unknown) => {
    if (error instanceof Abandoned) throw error;
    throw integrationFailed();
  });
  if (answer.status !== 200) throw integrationFailed();
  return answer.body;
}

/**
 * Whether the server believes that one of its plugins is meant: then it sends along the session token of the one who
 * clicked, wherever the address really leads.
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
  /** With its escapes taken out, and with its dots left in. */
  readonly path: string;
}

/** The parts of an address that count; `undefined` for one that Go cannot read. */
function partsOf(url: string): Parts | undefined {
  const [, path = ''] = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*([^?#]*)/i.exec(url) ?? [];
  if (!URL.canParse(url) || /%(?![\da-f]{2})/i.test(path)) return undefined;
  const plain = path.replace(/%([\da-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return { host: new URL(url).hostname, path: plain };
}
