// The host looks for this module by name at the plugin's root: without it, every path below /api/channels/ asks for the
// gateway's own credentials, which a Mattermost server does not have.
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { listAccountIds, resolveAccount } from './config/accounts.ts';

/** Where slash commands call back unless `commands.callbackPath` says otherwise. */
export const defaultSlashPath = '/api/channels/mattermost/command';

/** Below this the paths are ours, and nobody else's: what a configuration says must not open another channel's. */
const ours = /^\/api\/channels\/mattermost(\/[\w~-][\w.~-]*)+$/;

/**
 * The callback paths below `/api/channels/` that a Mattermost server may call without the gateway's own credentials.
 * They carry the token of a slash command instead. Paths elsewhere need no such credentials.
 */
export function resolveGatewayAuthBypassPaths({ cfg }: { cfg: OpenClawConfig }): string[] {
  const configured = listAccountIds(cfg).flatMap(accountId => {
    const { callbackPath, callbackUrl } = resolveAccount(cfg, accountId).config.commands ?? {};
    return [callbackPath, pathOf(callbackUrl)].map(path => path?.trim().replace(/(?<=.)\/+$/, '') ?? '');
  });
  return [...new Set([defaultSlashPath, ...configured.filter(path => ours.test(path))])];
}

function pathOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).pathname : undefined;
}
