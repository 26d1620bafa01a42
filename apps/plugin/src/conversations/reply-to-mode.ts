import { type ReplyToMode, replyToModeOf, resolveRules } from '@clawmost/mm-policy';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { resolveAccount } from '../config/accounts.ts';
import { policySettings, policySurroundings } from '../config/policy.ts';

interface ReplyQuestion {
  readonly cfg: OpenClawConfig;
  readonly accountId?: string | null;
  readonly chatType?: string | null;
}

/**
 * Whether a message that OpenClaw sends by itself starts a thread. OpenClaw says which kind of conversation it is for, but
 * not which channel: `groups["*"]` counts, and `groups.<id>` counts only for answers to posts.
 */
export function configuredReplyMode({ cfg, accountId, chatType }: ReplyQuestion): ReplyToMode {
  const rules = resolveRules(policySettings(cfg, resolveAccount(cfg, accountId)), policySurroundings(cfg));
  return replyToModeOf(rules, chatType === 'direct' || chatType === 'group' ? chatType : 'channel', '*');
}

/** The same in OpenClaw's words: it knows no `follow`, and names the thread of a message, or none, by itself. */
export function replyToMode(question: ReplyQuestion): Exclude<ReplyToMode, 'follow'> {
  const mode = configuredReplyMode(question);
  return mode === 'follow' ? 'off' : mode;
}
