import type { PolicySettings, PolicySurroundings } from '@clawmost/mm-policy';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import type { MattermostAccount } from './accounts.ts';

/**
 * The settings of an account for `resolveRules` of mm-policy, which has the same keys. `undefined` when there is no
 * section: all channels are then shut, even when the shared defaults are open.
 */
export function policySettings(
  cfg: OpenClawConfig,
  account: Pick<MattermostAccount, 'config'>,
): PolicySettings | undefined {
  return cfg.channels?.['mattermost'] === undefined ? undefined : account.config;
}

/**
 * The other settings that `resolveRules` reads.
 *
 * @param patterns the mention patterns of the agent, as OpenClaw makes them. Those that it derives from the agent's name have
 * the flag `u`; such a name calls the bot only as `@name`, a word of its own.
 */
export function policySurroundings(cfg: OpenClawConfig, patterns: readonly RegExp[] = []): PolicySurroundings {
  return {
    defaults: cfg.channels?.defaults,
    accessGroups: cfg.accessGroups,
    mentionPatterns: patterns.filter(({ unicode }) => !unicode),
    derivedMentionPatterns: patterns.filter(({ unicode }) => unicode),
    textCommands: cfg.commands?.text !== false,
  };
}
