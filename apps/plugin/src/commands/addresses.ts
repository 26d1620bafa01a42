import { type ResolvedCallbackUrl, resolveCallbackUrl } from '@clawmost/mm-slash-registry';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { resolveGatewayPort } from 'openclaw/plugin-sdk/core';
import { defaultSlashPath } from '../callbacks/paths.ts';
import type { MattermostAccount } from '../config/accounts.ts';
import { slashPathOf } from '../config/slash-path.ts';

/** Where slash commands of an account arrive. */
export interface SlashAddresses extends ResolvedCallbackUrl {
  /** The paths of the gateway: that of the address, and the configured one, to which a proxy may lead. */
  readonly paths: readonly string[];
}

/** The address that the server calls for slash commands, and the paths at which the gateway takes the calls. */
export function slashAddresses(cfg: OpenClawConfig, account: MattermostAccount): SlashAddresses {
  const { callbackPath, callbackUrl } = account.config.commands ?? {};
  const path = slashPathOf(callbackPath ?? defaultSlashPath).replace(/(?<=.)\/+$/, '');
  const resolved = resolveCallbackUrl({
    url: callbackUrl,
    host: cfg.gateway?.customBindHost,
    port: resolveGatewayPort(cfg),
    path,
    serverUrl: account.baseUrl,
  });
  const ofUrl = URL.canParse(resolved.url) ? new URL(resolved.url).pathname.replace(/(?<=.)\/+$/, '') : path;
  return { ...resolved, paths: [...new Set([path, ofUrl])] };
}

/** The warnings about the address, in the words that people search for where there are such. */
export function addressWarnings({ url, problems }: ResolvedCallbackUrl, { baseUrl = '' }: MattermostAccount): string[] {
  return problems.map(({ code, message }) => {
    if (code !== 'loopback') return `slash commands callbackUrl ${url}: ${message}`;
    const advice = 'set channels.mattermost.commands.callbackUrl to an address at which the server reaches the gateway';
    return `slash commands callbackUrl resolved to ${url} (loopback) while baseUrl is ${baseUrl}. If commands fail, ${advice}.`;
  });
}
