import { type ReplyToMode, replyToModeOf, resolveRules } from '@clawmost/mm-policy';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { resolveAccount } from '../config/accounts.ts';
import { policySettings, policySurroundings } from '../config/policy.ts';

/**
 * Whether a message that OpenClaw sends by itself starts a thread. OpenClaw says which kind of conversation it is for, but
 * not which channel: `groups["*"]` counts, and `groups.<id>` counts only for answers to posts.
 */
export function replyToMode(params: {
  readonly cfg: OpenClawConfig;
  readonly accountId?: string | null;
  readonly chatType?: string | null;
}): ReplyToMode {
  const { cfg, accountId, chatType } = params;
  const rules = resolveRules(policySettings(cfg, resolveAccount(cfg, accountId)), policySurroundings(cfg));
  return replyToModeOf(rules, chatType === 'direct' || chatType === 'group' ? chatType : 'channel', '*');
}
