import { resolveCallbackUrl } from '@clawmost/mm-slash-registry';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { resolveGatewayPort } from 'openclaw/plugin-sdk/core';
import type { MattermostAccount } from '../config/accounts.ts';

/** The account whose buttons are made. */
interface ClickedAccount {
  readonly accountId: string;
  readonly settings: Pick<MattermostAccount, 'config' | 'baseUrl'>;
  readonly config: () => OpenClawConfig;
}

/** The path of the gateway that Mattermost calls for clicks. */
export function clickPath(accountId: string): string {
  return `/mattermost/interactions/${encodeURIComponent(accountId)}`;
}

/**
 * The address that Mattermost calls for clicks: below `interactions.callbackBaseUrl`, or else at the address and port on which
 * the gateway listens.
 */
export function clickUrl({ accountId, settings, config }: ClickedAccount): string {
  const base = settings.config.interactions?.callbackBaseUrl?.trim().replace(/\/+$/, '');
  const path = clickPath(accountId);
  if (base) return `${base}${path}`;
  const cfg = config();
  return resolveCallbackUrl({ host: cfg.gateway?.customBindHost, port: resolveGatewayPort(cfg), path }).url;
}

/**
 * The warnings about an address that the server may not reach, or whose calls would be refused. They are the documented lines,
 * which people search for.
 */
export function clickWarnings(account: ClickedAccount): string[] {
  const url = clickUrl(account);
  const { baseUrl = '', config } = account.settings;
  if (isLoopback(url) && !isLoopback(baseUrl)) {
    return [
      `mattermost: interactions callbackUrl resolved to ${url} (loopback) while baseUrl is ${baseUrl}. This MAY be ` +
        "unreachable depending on your deployment. If button clicks don't work, set " +
        'channels.mattermost.interactions.callbackBaseUrl to a URL reachable from the Mattermost server (e.g. your public ' +
        'reverse proxy URL).',
    ];
  }
  const hasSources = (config.interactions?.allowedSourceIps?.length ?? 0) > 0;
  if (isLoopback(url) || hasSources) return [];
  return [
    `mattermost: interactions callbackUrl resolved to ${url} without channels.mattermost.interactions.allowedSourceIps. For ` +
      'safety, non-loopback callback sources will be rejected until you allowlist the Mattermost server or trusted ingress IPs.',
  ];
}

function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
}
