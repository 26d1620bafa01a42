import type { ChatKind } from './facts.ts';
import type { PolicyRules } from './rules.ts';
import type { AllowList, GroupPolicy, GroupSettings, ReplyToMode } from './settings.ts';

/** The rules of one channel: what is set for it, then under `"*"`, then for the account. */
export interface ChannelRules {
  /** Whether the bot answers there at all. */
  readonly enabled: boolean;
  /** Who may wake the bot there; `allowlist` where the channel has a list of its own, unless all are shut out. */
  readonly groupPolicy: GroupPolicy;
  /** The list that counts there. */
  readonly allowFrom: AllowList;
  /** Whether the bot must be called there. */
  readonly requireMention: boolean;
  /** Whether answers start threads there. */
  readonly replyToMode: ReplyToMode;
}

/** The rules of a channel that is not a direct one. */
export function rulesForChannel(
  rules: PolicyRules,
  channelId: string,
  kind: Exclude<ChatKind, 'direct'>,
): ChannelRules {
  const own = ownSetting(rules, channelId);
  const allowFrom = own('allowFrom');
  // A list of the channel's own says who is meant there; an open account does not open it.
  const groupPolicy = allowFrom && rules.groupPolicy === 'open' ? 'allowlist' : rules.groupPolicy;
  return {
    enabled: own('enabled') ?? true,
    groupPolicy,
    allowFrom: allowFrom ?? rules.groupAllowFrom,
    requireMention: own('requireMention') ?? rules.requireMention,
    replyToMode: own('replyToMode') ?? rules.replyToModeByChatType[kind] ?? rules.replyToMode,
  };
}

function ownSetting(rules: PolicyRules, channelId: string) {
  const entry = (key: string): GroupSettings | undefined =>
    Object.hasOwn(rules.groups, key) ? rules.groups[key] : undefined;
  return <K extends keyof GroupSettings>(name: K): GroupSettings[K] => entry(channelId)?.[name] ?? entry('*')?.[name];
}
