import { compileMentionPatterns } from './mention-patterns.ts';
import type {
  AccessGroup,
  AllowBots,
  AllowList,
  ChatMode,
  DirectPolicy,
  GroupPolicy,
  GroupSettings,
  PolicySettings,
  PolicySurroundings,
  ReplyToMode,
  ReplyToModeByChatType,
} from './settings.ts';

/** Where the group policy in force comes from; worth a warning once when the account has no settings at all. */
export type GroupPolicySource = 'settings' | 'defaults' | 'built-in' | 'no-settings';

/** An account's settings with every default filled in. Made by `resolveRules`; plain data, so it can be looked at. */
export interface PolicyRules {
  /** What wakes the bot in channels. */
  readonly chatmode: ChatMode;
  /** What a message begins with to wake the bot under `onchar`, the longest first; empty under the other modes. */
  readonly prefixes: readonly string[];
  /** Whether the bot must be called in channels that do not say otherwise. */
  readonly requireMention: boolean;
  /** What is set by channel. */
  readonly groups: Readonly<Record<string, GroupSettings | undefined>>;
  /** Whether having answered in a thread counts as being called there. */
  readonly threadParticipation: boolean;
  /** Whether `@channel`, `@all` and `@here` call the bot. */
  readonly channelMentions: boolean;
  /** Who may write direct messages. */
  readonly dmPolicy: DirectPolicy;
  /** Who may wake the bot in channels. */
  readonly groupPolicy: GroupPolicy;
  /** Where that comes from. */
  readonly groupPolicySource: GroupPolicySource;
  /** Who is allowed in direct messages. */
  readonly allowFrom: AllowList;
  /** Who is allowed in channels: `groupAllowFrom`, or `allowFrom` where that is empty. */
  readonly groupAllowFrom: AllowList;
  /** Whether lists may name people by username. */
  readonly nameMatching: boolean;
  /** What `accessGroup:<name>` stands for. */
  readonly accessGroups: Readonly<Record<string, AccessGroup | undefined>>;
  /** Whether other bots may wake the bot. */
  readonly allowBots: 'off' | 'mentions' | 'all';
  /** Whether incoming webhooks may wake the bot. */
  readonly allowWebhooks: boolean;
  /** What calls the bot besides its username. */
  readonly mentionPatterns: readonly RegExp[];
  /** Whether messages may be commands. */
  readonly textCommands: boolean | readonly string[];
  /** Whether answers in channels start threads. */
  readonly replyToMode: ReplyToMode;
  /** The same by kind of conversation. */
  readonly replyToModeByChatType: ReplyToModeByChatType;
}

const chatmodes = ['oncall', 'onmessage', 'onchar'] as const satisfies readonly ChatMode[];
const dmPolicies = ['pairing', 'allowlist', 'open', 'disabled'] as const satisfies readonly DirectPolicy[];
const groupPolicies = ['allowlist', 'open', 'disabled'] as const satisfies readonly GroupPolicy[];
const botModes = ['off', 'mentions', 'all', true, false] as const satisfies readonly AllowBots[];
const replyModes = ['off', 'first', 'all', 'batched'] as const satisfies readonly ReplyToMode[];

/**
 * Fills in what the settings leave out, and refuses what they cannot mean. Nothing set means that strangers are refused.
 *
 * @param settings An account's settings; `undefined` when there are none at all, which shuts channels to everybody
 * whatever the shared defaults say.
 * @throws TypeError that names the setting, its value and what it may be.
 */
export function resolveRules(settings: PolicySettings | undefined, around: PolicySurroundings = {}): PolicyRules {
  const given = settings ?? {};
  const chatmode = oneOf('chatmode', given.chatmode, chatmodes);
  const allowFrom = listOf('allowFrom', given.allowFrom);
  const groupAllowFrom = listOf('groupAllowFrom', given.groupAllowFrom);
  const bots = oneOf('allowBots', given.allowBots, botModes) ?? 'off';
  for (const [id, group] of Object.entries(given.groups ?? {})) {
    listOf(`groups[${JSON.stringify(id)}].allowFrom`, group?.allowFrom);
    oneOf(`groups[${JSON.stringify(id)}].replyToMode`, group?.replyToMode, replyModes);
  }
  for (const [kind, mode] of Object.entries(given.replyToModeByChatType ?? {})) {
    oneOf(`replyToModeByChatType.${kind}`, mode, replyModes);
  }
  return {
    chatmode: chatmode ?? 'oncall',
    prefixes: chatmode === 'onchar' ? resolvePrefixes(given.oncharPrefixes) : [],
    requireMention: chatmode ? chatmode !== 'onmessage' : (given.requireMention ?? true),
    groups: given.groups ?? {},
    threadParticipation: given.implicitMentions?.threadParticipation ?? true,
    channelMentions: given.channelMentions ?? false,
    dmPolicy: oneOf('dmPolicy', given.dmPolicy, dmPolicies) ?? 'pairing',
    ...resolveGroupPolicy(settings, around),
    allowFrom,
    groupAllowFrom: groupAllowFrom.length > 0 ? groupAllowFrom : allowFrom,
    nameMatching: given.dangerouslyAllowNameMatching ?? false,
    accessGroups: around.accessGroups ?? {},
    allowBots: typeof bots === 'boolean' ? (bots ? 'all' : 'off') : bots,
    allowWebhooks: given.allowWebhooks ?? false,
    mentionPatterns: compileMentionPatterns(around.mentionPatterns ?? []),
    textCommands: around.textCommands ?? true,
    replyToMode: oneOf('replyToMode', given.replyToMode, replyModes) ?? 'off',
    replyToModeByChatType: given.replyToModeByChatType ?? {},
  };
}

/** The group policy in its documented order: the account's own, the shared default, `allowlist`. */
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

function resolvePrefixes(prefixes: readonly string[] | undefined): string[] {
  const given = (prefixes ?? []).map(prefix => prefix.trim()).filter(prefix => prefix !== '');
  return (given.length > 0 ? given : ['>', '!']).sort((one, other) => other.length - one.length);
}

function listOf(name: string, value: AllowList | undefined): AllowList {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every(entry => typeof entry === 'string' || typeof entry === 'number'))
    return value;
  throw new TypeError(`${name} must be a list of ids, such as ["user:<id>"], not ${shapeOf(value)}`);
}

function oneOf<T extends string | boolean>(
  name: string,
  value: T | undefined,
  allowed: readonly NoInfer<T>[],
): T | undefined {
  if (value === undefined || allowed.includes(value)) return value;
  const choice = allowed.map(each => JSON.stringify(each)).join(', ');
  throw new TypeError(`${name} must be one of ${choice}, not ${shapeOf(value)}`);
}

function shapeOf(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : value === null ? 'null' : typeof value;
}
