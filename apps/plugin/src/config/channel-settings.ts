import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import {
  GROUP_POLICY_BLOCKED_LABEL,
  resolveAllowlistProviderRuntimeGroupPolicy,
  resolveDefaultGroupPolicy,
  warnMissingProviderGroupPolicyFallbackOnce,
} from 'openclaw/plugin-sdk/runtime-group-policy';
import type { MattermostAccount } from './accounts.ts';
import type { GroupConfig } from './schema.ts';

/** What an agent is given for one channel. */
export interface ChannelSettings {
  /** The agent that answers there, whatever `bindings` say; `undefined` where they decide. */
  readonly agentId: string | undefined;
  /** What the agent is told besides its own instructions. */
  readonly systemPrompt: string | undefined;
  /** The only skills that the agent may use there; `undefined` for all of its own. */
  readonly skills: readonly string[] | undefined;
}

/** What is set for a channel; what is not, under `"*"`. Empty texts count as not set. */
export function channelSettings(account: Pick<MattermostAccount, 'config'>, channelId: string): ChannelSettings {
  const own = ownSetting(account, channelId);
  return {
    agentId: own('agentId')?.trim() || undefined,
    systemPrompt: own('systemPrompt')?.trim() || undefined,
    skills: own('skills'),
  };
}

function ownSetting({ config }: Pick<MattermostAccount, 'config'>, channelId: string) {
  const { groups = {} } = config;
  const entry = (key: string): GroupConfig | undefined => (Object.hasOwn(groups, key) ? groups[key] : undefined);
  return <K extends keyof GroupConfig>(name: K): GroupConfig[K] => entry(channelId)?.[name] ?? entry('*')?.[name];
}

/** Who may wake the bot in channels, and whether that is so only because there is no section at all. */
export interface GroupPolicyInForce {
  readonly groupPolicy: 'allowlist' | 'open' | 'disabled';
  readonly sectionMissing: boolean;
}

/** The account's own policy, then `channels.defaults.groupPolicy`, then `allowlist`; without a section always that. */
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

/** Says once per account that channels are shut because `channels.mattermost` is missing; true when it said so now. */
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
