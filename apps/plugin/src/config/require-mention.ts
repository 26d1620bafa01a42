import { resolveRules, rulesForChannel } from '@clawmost/mm-policy';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { resolveAccount } from './accounts.ts';
import { policySettings, policySurroundings } from './policy.ts';

/** Whether a post in a channel must mention the bot. OpenClaw passes it to the agent with the conversation. */
export function resolveRequireMention(params: {
  readonly cfg: OpenClawConfig;
  readonly accountId?: string | null;
  readonly groupId?: string | null;
}): boolean | undefined {
  const channelId = params.groupId?.trim().replace(/^(mattermost:)?(channel|group):/i, '');
  if (!channelId) return undefined;
  const { cfg } = params;
  const rules = resolveRules(policySettings(cfg, resolveAccount(cfg, params.accountId)), policySurroundings(cfg));
  return rulesForChannel(rules, channelId, 'channel').requireMention;
}
