import type { ChatKind } from './facts.ts';
import type { PolicyRules } from './rules.ts';
import type { AllowList, GroupPolicy, GroupSettings, ReplyToMode } from './settings.ts';

/** The rules of one channel: from its own settings, then from `"*"`, then from the account. */
export interface ChannelRules {
  /** Whether the bot answers there at all. */
  readonly enabled: boolean;
  /** Who may wake the bot there. A channel with a list of its own is on `allowlist`, unless its policy is `disabled`. */
  readonly groupPolicy: GroupPolicy;
  /** The list of people who are allowed there. */
  readonly allowFrom: AllowList;
  /** Whether a post must mention the bot there. */
  readonly requireMention: boolean;
  /** Whether answers start threads there. */
  readonly replyToMode: ReplyToMode;
}

/** Finds the rules of a channel or group message. */
export function rulesForChannel(
  rules: PolicyRules,
  channelId: string,
  kind: Exclude<ChatKind, 'direct'>,
): ChannelRules {
  const own = ownSetting(rules, channelId);
  const allowFrom = own('allowFrom');
  // The channel's own list counts even when the account is open to everyone.
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
