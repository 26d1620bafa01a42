import { settingForChannel } from '@clawmost/mm-policy';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import {
  GROUP_POLICY_BLOCKED_LABEL,
  resolveAllowlistProviderRuntimeGroupPolicy,
  resolveDefaultGroupPolicy,
  warnMissingProviderGroupPolicyFallbackOnce,
} from 'openclaw/plugin-sdk/runtime-group-policy';
import type { MattermostAccount } from './accounts.ts';
import type { GroupConfig } from './schema.ts';

/** The settings of one channel that are for its agent. */
export interface ChannelSettings {
  /** The agent that answers in the channel; `undefined` when `bindings` decide. */
  readonly agentId: string | undefined;
  /** Instructions for the agent, in addition to its own. */
  readonly systemPrompt: string | undefined;
  /** The only skills that the agent may use; `undefined` for all of its own. */
  readonly skills: readonly string[] | undefined;
}

/** Reads the settings of a channel, then those under `"*"`. An empty text counts as not set. */
export function channelSettings({ config }: Pick<MattermostAccount, 'config'>, channelId: string): ChannelSettings {
  const own = <K extends keyof GroupConfig>(name: K) => settingForChannel(config.groups ?? {}, channelId, name);
  return {
    agentId: own('agentId')?.trim() || undefined,
    systemPrompt: own('systemPrompt')?.trim() || undefined,
    skills: own('skills'),
  };
}

/** Who may wake the bot in channels. */
export interface GroupPolicyInForce {
  readonly groupPolicy: 'allowlist' | 'open' | 'disabled';
  /** True when `channels.mattermost` is missing, so that the shared default does not count. */
  readonly sectionMissing: boolean;
}

/** The account's own policy, then `channels.defaults.groupPolicy`, then `allowlist`. Without a section always `allowlist`. */
export function groupPolicyInForce(
  cfg: OpenClawConfig,
  account: Pick<MattermostAccount, 'config'>,
): GroupPolicyInForce {
  const defaultGroupPolicy = resolveDefaultGroupPolicy(cfg);
  const { groupPolicy, providerMissingFallbackApplied } = resolveAllowlistProviderRuntimeGroupPolicy({
    providerConfigPresent: cfg.channels?.['mattermost'] !== undefined,
    ...(account.config.groupPolicy && { groupPolicy: account.config.groupPolicy }),
    ...(defaultGroupPolicy && { defaultGroupPolicy }),
  });
  return { groupPolicy, sectionMissing: providerMissingFallbackApplied };
}

/** Logs, once per account, that a missing `channels.mattermost` shuts all channels; true when it was logged now. */
export function warnOfMissingSection(
  cfg: OpenClawConfig,
  account: MattermostAccount,
  log: (line: string) => void,
): boolean {
  return warnMissingProviderGroupPolicyFallbackOnce({
    providerMissingFallbackApplied: groupPolicyInForce(cfg, account).sectionMissing,
    providerKey: 'mattermost',
    accountId: account.accountId,
    blockedLabel: GROUP_POLICY_BLOCKED_LABEL.channel,
    log,
  });
}
