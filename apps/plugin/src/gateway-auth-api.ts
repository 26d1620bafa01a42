// The host looks for this module by name at the plugin's root: without it, every path below /api/channels/ asks for the
// gateway's own credentials, which a Mattermost server does not have.
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';

/** Where slash commands call back unless `commands.callbackPath` says otherwise. */
export const defaultSlashPath = '/api/channels/mattermost/command';

/**
 * The callback paths below `/api/channels/` that a Mattermost server may call without the gateway's own credentials.
 * They carry the token of a slash command instead.
 */
export function resolveGatewayAuthBypassPaths(_params: { cfg: OpenClawConfig }): string[] {
  return [defaultSlashPath];
}
