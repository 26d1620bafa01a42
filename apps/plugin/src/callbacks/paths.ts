import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { listAccountIds, resolveAccount } from '../config/accounts.ts';
import { slashPathOf } from '../config/slash-path.ts';

/** The path that Mattermost calls for slash commands, unless `commands.callbackPath` is set. */
export const defaultSlashPath = '/api/channels/mattermost/command';

/** The folders of paths that we register with OpenClaw when it loads the plugin: of slash commands, and of clicks. */
export const pathPrefixes: readonly string[] = ['/api/channels/mattermost', '/mattermost/interactions'];

/** Paths of this channel. A configuration must not open the paths of other channels. */
const ownPath = /^\/api\/channels\/mattermost(\/[\w~-][\w.~-]*)+$/;

/**
 * The paths below `/api/channels/` that a Mattermost server may call without the gateway's own credentials: its calls have
 * the token of a slash command instead. Paths elsewhere need no credentials of the gateway.
 */
export function resolveGatewayAuthBypassPaths({ cfg }: { cfg: OpenClawConfig }): string[] {
  const configured = listAccountIds(cfg).flatMap(accountId => {
    const { callbackPath, callbackUrl } = resolveAccount(cfg, accountId).config.commands ?? {};
    return [callbackPath && slashPathOf(callbackPath), pathOf(callbackUrl)].map(
      path => path?.trim().replace(/(?<=.)\/+$/, '') ?? '',
    );
  });
  return [...new Set([defaultSlashPath, ...configured.filter(path => ownPath.test(path))])];
}

function pathOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).pathname : undefined;
}
