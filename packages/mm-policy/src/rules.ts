import { listOf, oneOf, recordOf, switchOf, textsOf } from './check-settings.ts';
import { compilePatterns } from './mention-patterns.ts';
import type {
  AccessGroup,
  AllowBots,
  AllowList,
  AnswerMode,
  ChatMode,
  DirectPolicy,
  GroupPolicy,
  GroupSettings,
  ImplicitMentionSettings,
  PolicySettings,
  PolicySurroundings,
  ReplyToMode,
  ReplyToModeByChatType,
} from './settings.ts';

/** Where the group policy comes from. Warn the operator once about `no-settings`. */
export type GroupPolicySource = 'settings' | 'defaults' | 'built-in' | 'no-settings';

/** The settings of an account with all defaults, as plain data. Made by `resolveRules`. */
export interface PolicyRules {
  /** When the bot answers in channels. */
  readonly chatmode: ChatMode;
  /** The prefixes that wake the bot in the mode `onchar`, the longest first; empty in other modes. */
  readonly prefixes: readonly string[];
  /** Whether a post must mention the bot, in channels without a setting of their own. */
  readonly requireMention: boolean;
  /** Settings by channel id, and under `"*"`. */
  readonly groups: Readonly<Record<string, GroupSettings | undefined>>;
  /** Whether the bot continues to answer in a thread in which it has answered. */
  readonly threadParticipation: boolean;
  /** Whether the bot answers in a thread whose first post is its own. */
  readonly replyToBot: boolean;
  /** Whether a post that links to a post of the bot calls it. */
  readonly quotedBot: boolean;
  /** Whether `@channel`, `@all` and `@here` call the bot. */
  readonly channelMentions: boolean;
  /** Who may write direct messages. */
  readonly dmPolicy: DirectPolicy;
  /** Who may wake the bot in channels. */
  readonly groupPolicy: GroupPolicy;
  /** Where the group policy comes from. */
  readonly groupPolicySource: GroupPolicySource;
  /** Who is allowed in direct messages. */
  readonly allowFrom: AllowList;
  /** Who is allowed in channels: `groupAllowFrom`, or `allowFrom` when that is empty. */
  readonly groupAllowFrom: AllowList;
  /** Where that list comes from. With `allowFrom`, a `"*"` for direct messages opens the channels too. */
  readonly groupAllowFromSource: 'groupAllowFrom' | 'allowFrom';
  /** Whether lists may contain usernames. */
  readonly nameMatching: boolean;
  /** The access groups by name. */
  readonly accessGroups: Readonly<Record<string, AccessGroup | undefined>>;
  /** Whether other bots may wake the bot. */
  readonly allowBots: 'off' | 'mentions' | 'all';
  /** Whether incoming webhooks may wake the bot. */
  readonly allowWebhooks: boolean;
  /** Patterns that call the bot in addition to its username. */
  readonly mentionPatterns: readonly RegExp[];
  /** Patterns that call the bot only as a mention, with `@`. */
  readonly derivedMentionPatterns: readonly RegExp[];
  /** Types of posts that count as messages, in addition to those that people write. */
  readonly messageTypes: readonly string[];
  /** Whether messages may be commands, or the names of the commands. */
  readonly textCommands: boolean | readonly string[];
  /** Whether answers in channels start threads. */
  readonly replyToMode: ReplyToMode;
  /** The same for each kind of conversation. */
  readonly replyToModeByChatType: ReplyToModeByChatType;
}

const chatmodes = ['oncall', 'onmessage', 'onchar'] as const satisfies readonly ChatMode[];
const dmPolicies = ['pairing', 'allowlist', 'open', 'disabled'] as const satisfies readonly DirectPolicy[];
const groupPolicies = ['allowlist', 'open', 'disabled'] as const satisfies readonly GroupPolicy[];
const botModes = ['off', 'mentions', 'all', true, false] as const satisfies readonly AllowBots[];
const replyModes = ['off', 'first', 'all', 'batched', 'follow'] as const satisfies readonly ReplyToMode[];
const answerModes = ['mentions', 'roots', 'all'] as const satisfies readonly AnswerMode[];

/**
 * Checks settings and fills in the defaults. Without any settings, strangers are refused.
 *
 * @param settings The settings of an account; `undefined` when there are none at all. Channels are then closed, whatever
 * the shared defaults say.
 * @throws TypeError that names the setting, the expected value and the given value.
 */
export function resolveRules(settings: PolicySettings | undefined, around: PolicySurroundings = {}): PolicyRules {
  const given = recordOf('settings', settings) ?? {};
  const chatmode = oneOf('chatmode', given.chatmode, chatmodes);
  const allowFrom = listOf('allowFrom', given.allowFrom);
  const groupAllowFrom = listOf('groupAllowFrom', given.groupAllowFrom);
  const hasGroupList = groupAllowFrom.length > 0;
  const bots = oneOf('allowBots', given.allowBots, botModes) ?? 'off';
  const requireMention = switchOf('requireMention', given.requireMention) ?? true;
  const prefixes = resolvePrefixes(textsOf('oncharPrefixes', given.oncharPrefixes));
  return {
    chatmode: chatmode ?? 'oncall',
    prefixes: chatmode === 'onchar' ? prefixes : [],
    requireMention: chatmode ? chatmode !== 'onmessage' : requireMention,
    groups: resolveGroups(given.groups),
    ...resolveImplicitMentions(given, around),
    channelMentions: switchOf('channelMentions', given.channelMentions) ?? false,
    dmPolicy: oneOf('dmPolicy', given.dmPolicy, dmPolicies) ?? 'pairing',
    ...resolveGroupPolicy(settings, around),
    allowFrom,
    groupAllowFrom: hasGroupList ? groupAllowFrom : allowFrom,
    groupAllowFromSource: hasGroupList ? 'groupAllowFrom' : 'allowFrom',
    nameMatching: switchOf('dangerouslyAllowNameMatching', given.dangerouslyAllowNameMatching) ?? false,
    accessGroups: recordOf('accessGroups', around.accessGroups) ?? {},
    allowBots: typeof bots === 'boolean' ? (bots ? 'all' : 'off') : bots,
    allowWebhooks: switchOf('allowWebhooks', given.allowWebhooks) ?? false,
    mentionPatterns: compilePatterns('mentionPatterns', around.mentionPatterns ?? []),
    derivedMentionPatterns: compilePatterns('derivedMentionPatterns', around.derivedMentionPatterns ?? []),
    messageTypes: textsOf('messageTypes', around.messageTypes),
    textCommands:
      typeof around.textCommands === 'boolean' || around.textCommands === undefined
        ? (around.textCommands ?? true)
        : textsOf('textCommands', around.textCommands),
    replyToMode: oneOf('replyToMode', given.replyToMode, replyModes) ?? 'off',
    replyToModeByChatType: resolveReplyModes(given.replyToModeByChatType),
  };
}

function resolveGroups(groups: PolicySettings['groups']): PolicyRules['groups'] {
  for (const [id, settings] of Object.entries(recordOf('groups', groups) ?? {})) {
    const name = `groups[${JSON.stringify(id)}]`;
    const group = recordOf(name, settings);
    switchOf(`${name}.enabled`, group?.enabled);
    switchOf(`${name}.requireMention`, group?.requireMention);
    oneOf(`${name}.answer`, group?.answer, answerModes);
    listOf(`${name}.allowFrom`, group?.allowFrom);
    oneOf(`${name}.replyToMode`, group?.replyToMode, replyModes);
  }
  return groups ?? {};
}

/**
 * Each key by itself: from the account, else from the section, else from the shared defaults, else `true`; but a link to a
 * post of the bot calls it only where that is asked for, because people share links to speak about a post.
 */
function resolveImplicitMentions(
  given: PolicySettings,
  { section, defaults }: PolicySurroundings,
): Pick<PolicyRules, 'threadParticipation' | 'replyToBot' | 'quotedBot'> {
  const places = [
    ['implicitMentions', given.implicitMentions],
    ['section.implicitMentions', section?.implicitMentions],
    ['defaults.implicitMentions', defaults?.implicitMentions],
  ] as const;
  const resolve = (key: keyof ImplicitMentionSettings, byDefault: boolean): boolean =>
    places.map(([name, place]) => switchOf(`${name}.${key}`, recordOf(name, place)?.[key])).find(isSet) ?? byDefault;
  return {
    threadParticipation: resolve('threadParticipation', true),
    replyToBot: resolve('replyToBot', true),
    quotedBot: resolve('quotedBot', false),
  };
}

function isSet(value: boolean | undefined): value is boolean {
  return value !== undefined;
}

function resolveReplyModes(modes: PolicySettings['replyToModeByChatType']): ReplyToModeByChatType {
  for (const [kind, mode] of Object.entries(recordOf('replyToModeByChatType', modes) ?? {})) {
    oneOf(`replyToModeByChatType.${kind}`, mode, replyModes);
  }
  return modes ?? {};
}

/** The group policy in the documented order: the account's own, the shared default, `allowlist`. */
function resolveGroupPolicy(
  settings: PolicySettings | undefined,
  { defaults }: PolicySurroundings,
): Pick<PolicyRules, 'groupPolicy' | 'groupPolicySource'> {
  if (!settings) return { groupPolicy: 'allowlist', groupPolicySource: 'no-settings' };
  const own = oneOf('groupPolicy', settings.groupPolicy, groupPolicies);
  if (own) return { groupPolicy: own, groupPolicySource: 'settings' };
  const shared = oneOf('defaults.groupPolicy', defaults?.groupPolicy, groupPolicies);
  if (shared) return { groupPolicy: shared, groupPolicySource: 'defaults' };
  return { groupPolicy: 'allowlist', groupPolicySource: 'built-in' };
}

function resolvePrefixes(prefixes: readonly string[]): string[] {
  const given = prefixes.map(prefix => prefix.trim()).filter(prefix => prefix !== '');
  return (given.length > 0 ? given : ['>', '!']).sort((one, other) => other.length - one.length);
}
