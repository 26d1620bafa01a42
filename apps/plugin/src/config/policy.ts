import type { PolicySettings, PolicySurroundings } from '@clawmost/mm-policy';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import type { MattermostAccount } from './accounts.ts';

/**
 * An account's settings as `resolveRules` of mm-policy takes them: they are written in the same words. `undefined` where
 * there is no section, which shuts channels whatever the shared defaults say.
 */
export function policySettings(
  cfg: OpenClawConfig,
  account: Pick<MattermostAccount, 'config'>,
): PolicySettings | undefined {
  return cfg.channels?.['mattermost'] === undefined ? undefined : account.config;
}

/** What counts besides the account's settings. The host knows the patterns that an agent answers to. */
export function policySurroundings(
  cfg: OpenClawConfig,
  mentionPatterns: readonly (string | RegExp)[] = [],
): PolicySurroundings {
  return {
    defaults: cfg.channels?.defaults,
    accessGroups: cfg.accessGroups,
    mentionPatterns,
    textCommands: cfg.commands?.text !== false,
  };
}
