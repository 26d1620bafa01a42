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
  /** Whether every post at channel level is answered there, and in threads only one that mentions the bot. */
  readonly answersRoots: boolean;
  /** Whether answers start threads there. */
  readonly replyToMode: ReplyToMode;
}

/** Finds the rules of a channel or group message. */
export function rulesForChannel(
  rules: PolicyRules,
  channelId: string,
  kind: Exclude<ChatKind, 'direct'>,
): ChannelRules {
  const own = <K extends keyof GroupSettings>(name: K) => settingForChannel(rules.groups, channelId, name);
  const [allowFrom, answer] = [own('allowFrom'), own('answer')];
  // The channel's own list counts even when the account is open to everyone.
  const groupPolicy = allowFrom && rules.groupPolicy === 'open' ? 'allowlist' : rules.groupPolicy;
  return {
    enabled: own('enabled') ?? true,
    groupPolicy,
    allowFrom: allowFrom ?? rules.groupAllowFrom,
    requireMention: answer ? answer !== 'all' : (own('requireMention') ?? rules.requireMention),
    answersRoots: answer === 'roots',
    replyToMode: replyToModeOf(rules, kind, channelId),
  };
}

/**
 * Reads one setting of a channel from a map by channel ids: the channel's own, else the one under `"*"`. For keys of your own
 * beside those that this library knows.
 *
 * @param groups any map of settings by channel id, such as `groups` of an account
 */
export function settingForChannel<G extends object, K extends keyof G>(
  groups: Readonly<Record<string, G | undefined>>,
  channelId: string,
  name: K,
): G[K] | undefined {
  const entry = (key: string): G | undefined => (Object.hasOwn(groups, key) ? groups[key] : undefined);
  return entry(channelId)?.[name] ?? entry('*')?.[name];
}

/**
 * Whether answers start threads: the setting of the channel, then of its kind, then of the account. Direct messages are one
 * conversation without threads unless `replyToModeByChatType.direct` is set. Where every post at channel level is answered,
 * they do.
 *
 * @param channelId `'*'` when the channel is not known
 */
export function replyToModeOf(rules: PolicyRules, kind: ChatKind, channelId: string): ReplyToMode {
  if (kind === 'direct') return rules.replyToModeByChatType.direct ?? 'off';
  const own = settingForChannel(rules.groups, channelId, 'replyToMode');
  if (own === undefined && settingForChannel(rules.groups, channelId, 'answer') === 'roots') return 'all';
  return own ?? rules.replyToModeByChatType[kind] ?? rules.replyToMode;
}
