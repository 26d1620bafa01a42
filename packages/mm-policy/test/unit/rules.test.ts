import { expect, it } from 'vitest';
import {
  type PolicySettings,
  type PolicySurroundings,
  replyToModeOf,
  resolveRules,
  rulesForChannel,
  settingForChannel,
} from '../../src/index.ts';
import { ids } from '../support/facts-of.ts';

it('Without settings strangers are refused', () => {
  expect(resolveRules({})).toMatchObject({
    chatmode: 'oncall',
    prefixes: [],
    requireMention: true,
    threadParticipation: true,
    channelMentions: false,
    dmPolicy: 'pairing',
    groupPolicy: 'allowlist',
    groupPolicySource: 'built-in',
    allowFrom: [],
    groupAllowFrom: [],
    nameMatching: false,
    allowBots: 'off',
    allowWebhooks: false,
    replyToMode: 'off',
  });
});

it.each([
  [{ groupPolicy: 'disabled' }, 'open', 'disabled', 'settings'],
  [{}, 'open', 'open', 'defaults'],
  [{}, undefined, 'allowlist', 'built-in'],
  [undefined, 'open', 'allowlist', 'no-settings'],
] as const)('The group policy of %j with the shared default %j is %j', (settings, shared, policy, source) => {
  const rules = resolveRules(settings, { defaults: { groupPolicy: shared } });
  expect([rules.groupPolicy, rules.groupPolicySource]).toEqual([policy, source]);
});

it.each([
  [{}, true],
  [{ requireMention: false }, false],
  [{ chatmode: 'oncall', requireMention: false }, true],
  [{ chatmode: 'onchar', requireMention: false }, true],
  [{ chatmode: 'onmessage', requireMention: true }, false],
] as const)('The settings %j require a mention: %j', (settings, requireMention) => {
  expect(resolveRules(settings).requireMention).toBe(requireMention);
});

it('Prefixes count only with onchar, the longest first', () => {
  expect(resolveRules({ chatmode: 'onchar' }).prefixes).toEqual(['>', '!']);
  expect(resolveRules({ chatmode: 'onchar', oncharPrefixes: [] }).prefixes).toEqual(['>', '!']);
  expect(resolveRules({ chatmode: 'onchar', oncharPrefixes: ['!', ' ', '!!'] }).prefixes).toEqual(['!!', '!']);
  expect(resolveRules({ chatmode: 'oncall', oncharPrefixes: ['!'] }).prefixes).toEqual([]);
});

it('An empty groupAllowFrom falls back to allowFrom', () => {
  expect(resolveRules({ allowFrom: ['a'] }).groupAllowFrom).toEqual(['a']);
  expect(resolveRules({ allowFrom: ['a'], groupAllowFrom: [] }).groupAllowFrom).toEqual(['a']);
  expect(resolveRules({ allowFrom: ['a'], groupAllowFrom: ['b'] }).groupAllowFrom).toEqual(['b']);
});

it('allowBots may be true or false', () => {
  expect(resolveRules({ allowBots: true }).allowBots).toBe('all');
  expect(resolveRules({ allowBots: false }).allowBots).toBe('off');
});

it.each([
  [{ chatmode: 'always' }, 'chatmode: expected one of "oncall", "onmessage", "onchar", got "always"'],
  [{ dmPolicy: 'closed' }, 'dmPolicy: expected one of "pairing", "allowlist", "open", "disabled", got "closed"'],
  [{ groupPolicy: 1 }, 'groupPolicy: expected one of "allowlist", "open", "disabled", got number'],
  [{ allowBots: null }, 'allowBots: expected one of "off", "mentions", "all", true, false, got null'],
  [{ allowFrom: 'alice' }, 'allowFrom: expected a list of ids, such as ["user:<id>"], got "alice"'],
  [{ groupAllowFrom: [{}] }, 'groupAllowFrom: expected a list of ids'],
  [{ groups: { c: { allowFrom: 'a' } } }, 'groups["c"].allowFrom: expected a list of ids'],
  [{ groups: { c: { replyToMode: 'on' } } }, 'groups["c"].replyToMode: expected one of'],
  [{ replyToMode: true }, 'replyToMode: expected one of "off", "first", "all", "batched", "follow", got boolean'],
  [{ groups: { c: { enabled: 'false' } } }, 'groups["c"].enabled: expected true or false, got "false"'],
  [{ groups: { c: { answer: 'some' } } }, 'groups["c"].answer: expected one of "mentions", "roots", "all", got "some"'],
  [{ groups: { c: { requireMention: 0 } } }, 'groups["c"].requireMention: expected true or false, got number'],
  [{ groups: [] }, 'groups: expected an object, got a list'],
  [{ groups: { c: 'on' } }, 'groups["c"]: expected an object, got "on"'],
  [{ allowWebhooks: 'false' }, 'allowWebhooks: expected true or false, got "false"'],
  [{ channelMentions: 'false' }, 'channelMentions: expected true or false, got "false"'],
  [{ requireMention: 'false' }, 'requireMention: expected true or false, got "false"'],
  [{ dangerouslyAllowNameMatching: 'yes' }, 'dangerouslyAllowNameMatching: expected true or false, got "yes"'],
  [{ implicitMentions: { threadParticipation: 'no' } }, 'implicitMentions.threadParticipation: expected true or false'],
  [{ implicitMentions: { replyToBot: 1 } }, 'implicitMentions.replyToBot: expected true or false, got number'],
  [{ implicitMentions: true }, 'implicitMentions: expected an object, got boolean'],
  [{ oncharPrefixes: '!' }, 'oncharPrefixes: expected a list of texts, got "!"'],
  [{ oncharPrefixes: ['!', 1] }, 'oncharPrefixes[1]: expected a text, got number'],
  [{ replyToModeByChatType: 'on' }, 'replyToModeByChatType: expected an object, got "on"'],
  [[], 'settings: expected an object, got a list'],
  [{ replyToModeByChatType: { direct: 'on' } }, 'replyToModeByChatType.direct: expected one of'],
])('The settings %j are refused', (settings, message) => {
  expect(() => resolveRules(settings as PolicySettings)).toThrow(TypeError);
  expect(() => resolveRules(settings as PolicySettings)).toThrow(message);
});

it('An unknown shared default is refused', () => {
  const around = { defaults: { groupPolicy: 'all' } } as unknown as PolicySurroundings;
  expect(() => resolveRules({}, around)).toThrow('defaults.groupPolicy: expected one of');
});

const settings: PolicySettings = {
  chatmode: 'onmessage',
  groupPolicy: 'open',
  groupAllowFrom: ['everybody else'],
  replyToMode: 'all',
  replyToModeByChatType: { group: 'off' },
  groups: {
    '*': { requireMention: true, replyToMode: 'first' },
    [ids.channel]: { requireMention: false, allowFrom: [ids.alice], enabled: false },
  },
};

it('Each setting of a channel comes from its own entry, then from "*", then from the account', () => {
  expect(rulesForChannel(resolveRules(settings), ids.channel, 'channel')).toEqual({
    enabled: false,
    groupPolicy: 'allowlist',
    allowFrom: [ids.alice],
    requireMention: false,
    answersRoots: false,
    replyToMode: 'first',
  });
  expect(rulesForChannel(resolveRules(settings), 'other', 'channel')).toMatchObject({
    enabled: true,
    groupPolicy: 'open',
    allowFrom: ['everybody else'],
    requireMention: true,
  });
  expect(rulesForChannel(resolveRules({ ...settings, groups: {} }), 'other', 'group')).toMatchObject({
    requireMention: false,
    replyToMode: 'off',
  });
});

it('A list of a channel does not open a disabled account', () => {
  const rules = resolveRules({ ...settings, groupPolicy: 'disabled' });
  expect(rulesForChannel(rules, ids.channel, 'channel').groupPolicy).toBe('disabled');
});

it('An inherited property is not a channel setting', () => {
  expect(rulesForChannel(resolveRules({ groups: {} }), '__proto__', 'channel').enabled).toBe(true);
});

it.each([
  [{ accessGroups: [] }, 'accessGroups: expected an object, got a list'],
  [{ textCommands: 'new' }, 'textCommands: expected a list of texts, got "new"'],
  [{ mentionPatterns: 'claw' }, 'mentionPatterns: expected a list of patterns, got "claw"'],
  [{ messageTypes: [1] }, 'messageTypes[0]: expected a text, got number'],
  [{ section: { implicitMentions: { threadParticipation: 'x' } } }, 'section.implicitMentions.threadParticipation'],
  [{ defaults: { implicitMentions: [] } }, 'defaults.implicitMentions: expected an object, got a list'],
])('The surroundings %j are refused', (around, message) => {
  expect(() => resolveRules({}, around as unknown as PolicySurroundings)).toThrow(message);
});

it('Each implicit mention is resolved by itself, from the account, the section and the shared defaults', () => {
  const section = { implicitMentions: { threadParticipation: false } };
  const defaults = { implicitMentions: { threadParticipation: true, replyToBot: false } };
  const of = (settings: PolicySettings, around: PolicySurroundings) => {
    const { threadParticipation, replyToBot } = resolveRules(settings, around);
    return [threadParticipation, replyToBot];
  };
  expect(of({}, {})).toEqual([true, true]);
  expect(of({}, { defaults })).toEqual([true, false]);
  expect(of({}, { section, defaults })).toEqual([false, false]);
  expect(of({ implicitMentions: { replyToBot: true } }, { section, defaults })).toEqual([false, true]);
  expect(of({ implicitMentions: { threadParticipation: true } }, { section })).toEqual([true, true]);
});

it('The rules say whether the list for channels is that for direct messages', () => {
  expect(resolveRules({ allowFrom: ['*'] }).groupAllowFromSource).toBe('allowFrom');
  expect(resolveRules({ allowFrom: ['*'], groupAllowFrom: ['a'] }).groupAllowFromSource).toBe('groupAllowFrom');
});

it('A setting of our own is read from the channel, then from "*", and never from a prototype', () => {
  const groups = {
    [ids.channel]: { agentId: 'ops', prompt: undefined },
    '*': { agentId: 'main', prompt: 'Be brief.' },
  };
  expect(settingForChannel(groups, ids.channel, 'agentId')).toBe('ops');
  expect(settingForChannel(groups, ids.channel, 'prompt')).toBe('Be brief.');
  expect(settingForChannel(groups, '__proto__', 'agentId')).toBe('main');
  expect(settingForChannel({ '*': undefined }, ids.channel, 'agentId' as never)).toBeUndefined();
});

it('Answers start threads as the channel says, then its kind, then the account; in direct messages only when set', () => {
  const groups = { [ids.channel]: { replyToMode: 'first' } } as const;
  const rules = resolveRules({ replyToMode: 'all', replyToModeByChatType: { group: 'batched' }, groups });
  expect(replyToModeOf(rules, 'channel', ids.channel)).toBe('first');
  expect(replyToModeOf(rules, 'group', '*')).toBe('batched');
  expect(replyToModeOf(rules, 'channel', '*')).toBe('all');
  expect(replyToModeOf(rules, 'direct', ids.channel)).toBe('off');
  expect(replyToModeOf(resolveRules({ replyToModeByChatType: { direct: 'all' } }), 'direct', '*')).toBe('all');
});
