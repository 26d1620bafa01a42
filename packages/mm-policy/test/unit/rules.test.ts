import { describe, expect, it } from 'vitest';
import { type PolicySettings, type PolicySurroundings, resolveRules, rulesForChannel } from '../../src/index.ts';
import { ids } from './facts-of.ts';

describe('resolveRules', () => {
  it('refuses strangers when nothing is set', () => {
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
  ] as const)('reads the group policy of %j with the default %j as %j', (settings, shared, policy, source) => {
    const rules = resolveRules(settings, { defaults: { groupPolicy: shared } });
    expect([rules.groupPolicy, rules.groupPolicySource]).toEqual([policy, source]);
  });

  it.each([
    [{}, true],
    [{ requireMention: false }, false],
    [{ chatmode: 'oncall', requireMention: false }, true],
    [{ chatmode: 'onchar', requireMention: false }, true],
    [{ chatmode: 'onmessage', requireMention: true }, false],
  ] as const)('reads from %j whether it must be called: %j', (settings, requireMention) => {
    expect(resolveRules(settings).requireMention).toBe(requireMention);
  });

  it('lets prefixes count under onchar only, the longest first', () => {
    expect(resolveRules({ chatmode: 'onchar' }).prefixes).toEqual(['>', '!']);
    expect(resolveRules({ chatmode: 'onchar', oncharPrefixes: [] }).prefixes).toEqual(['>', '!']);
    expect(resolveRules({ chatmode: 'onchar', oncharPrefixes: ['!', ' ', '!!'] }).prefixes).toEqual(['!!', '!']);
    expect(resolveRules({ chatmode: 'oncall', oncharPrefixes: ['!'] }).prefixes).toEqual([]);
  });

  it('falls back to allowFrom where groupAllowFrom is empty', () => {
    expect(resolveRules({ allowFrom: ['a'] }).groupAllowFrom).toEqual(['a']);
    expect(resolveRules({ allowFrom: ['a'], groupAllowFrom: [] }).groupAllowFrom).toEqual(['a']);
    expect(resolveRules({ allowFrom: ['a'], groupAllowFrom: ['b'] }).groupAllowFrom).toEqual(['b']);
  });

  it('takes yes and no for other bots, as other channels do', () => {
    expect(resolveRules({ allowBots: true }).allowBots).toBe('all');
    expect(resolveRules({ allowBots: false }).allowBots).toBe('off');
  });

  it.each([
    [{ chatmode: 'always' }, 'chatmode must be one of "oncall", "onmessage", "onchar", not "always"'],
    [{ dmPolicy: 'closed' }, 'dmPolicy must be one of "pairing", "allowlist", "open", "disabled", not "closed"'],
    [{ groupPolicy: 1 }, 'groupPolicy must be one of "allowlist", "open", "disabled", not number'],
    [{ allowBots: null }, 'allowBots must be one of "off", "mentions", "all", true, false, not null'],
    [{ allowFrom: 'alice' }, 'allowFrom must be a list of ids, such as ["user:<id>"], not "alice"'],
    [{ groupAllowFrom: [{}] }, 'groupAllowFrom must be a list of ids'],
    [{ groups: { c: { allowFrom: 'a' } } }, 'groups["c"].allowFrom must be a list of ids'],
    [{ groups: { c: { replyToMode: 'on' } } }, 'groups["c"].replyToMode must be one of'],
    [{ replyToMode: true }, 'replyToMode must be one of "off", "first", "all", "batched", not boolean'],
    [{ replyToModeByChatType: { direct: 'on' } }, 'replyToModeByChatType.direct must be one of'],
  ])('refuses %j', (settings, message) => {
    expect(() => resolveRules(settings as PolicySettings)).toThrow(TypeError);
    expect(() => resolveRules(settings as PolicySettings)).toThrow(message);
  });

  it('refuses a shared default that it does not know', () => {
    const around = { defaults: { groupPolicy: 'all' } } as unknown as PolicySurroundings;
    expect(() => resolveRules({}, around)).toThrow('defaults.groupPolicy must be one of');
  });
});

describe('rulesForChannel', () => {
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

  it('takes the own entry of the channel first, key by key, then that of "*", then the account', () => {
    expect(rulesForChannel(resolveRules(settings), ids.channel, 'channel')).toEqual({
      enabled: false,
      groupPolicy: 'allowlist',
      allowFrom: [ids.alice],
      requireMention: false,
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

  it('does not open with a list what is disabled', () => {
    const rules = resolveRules({ ...settings, groupPolicy: 'disabled' });
    expect(rulesForChannel(rules, ids.channel, 'channel').groupPolicy).toBe('disabled');
  });

  it('does not take an inherited property for a channel', () => {
    expect(rulesForChannel(resolveRules({ groups: {} }), '__proto__', 'channel').enabled).toBe(true);
  });
});
