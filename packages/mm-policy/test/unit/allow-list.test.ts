import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isListed, normalizeAllowEntry } from '../../src/index.ts';
import { ids } from './facts-of.ts';

const alice = { subject: ids.alice, username: 'alice' };

describe('isListed', () => {
  it.each([
    [ids.alice],
    [`user:${ids.alice}`],
    [`mattermost:${ids.alice}`],
    [`mattermost:user:${ids.alice}`],
    [` USER:${ids.alice.toUpperCase()} `],
    [`@${ids.alice}`],
    ['*'],
  ])('finds somebody by %j', entry => {
    expect(isListed([ids.bob, entry], alice)).toBe(true);
  });

  it.each([[ids.bob], ['@alice'], ['alice'], ['user:alice'], [''], ['user:'], ['accessGroup:'], ['webhook:alice']])(
    'does not find anybody by %j',
    entry => {
      expect(isListed([entry], alice)).toBe(false);
    },
  );

  it('takes numbers for ids', () => {
    expect(isListed([42], { subject: '42' })).toBe(true);
  });

  it('finds people by name only where that is allowed', () => {
    expect(isListed(['@Alice'], alice, { nameMatching: true })).toBe(true);
    expect(isListed(['alice'], alice, { nameMatching: true })).toBe(true);
    expect(isListed(['@alice'], alice, { nameMatching: false })).toBe(false);
  });

  it('does not take a username for an id that it looks like', () => {
    const impostor = { subject: ids.bob, username: ids.alice };
    expect(isListed([ids.alice], impostor, { nameMatching: true })).toBe(false);
  });

  it('does not take a username for the name of a webhook', () => {
    expect(isListed(['alerts'], { subject: 'webhook:alerts' }, { nameMatching: true })).toBe(false);
    expect(isListed(['Webhook:Alerts'], { subject: 'webhook:alerts' })).toBe(true);
  });

  it.each([
    [{ type: 'message.senders', members: { mattermost: [ids.alice] } }, true],
    [{ type: 'message.senders', members: { '*': [`user:${ids.alice}`] } }, true],
    [{ type: 'message.senders', members: { slack: [ids.alice] } }, false],
    [{ type: 'message.senders', members: { mattermost: ['accessGroup:oncall'] } }, false],
    [{ type: 'message.senders' }, false],
    [{ type: 'discord.channelAudience', members: { mattermost: [ids.alice] } }, false],
    [undefined, false],
  ])('reads the access group %j', (group, listed) => {
    expect(isListed(['accessGroup:oncall'], alice, { accessGroups: { oncall: group } })).toBe(listed);
  });

  it('matches the entries of a group by the same rules, "*" among them', () => {
    const accessGroups = { all: { type: 'message.senders', members: { mattermost: ['*'] } } };
    expect(isListed(['accessGroup:all'], alice, { accessGroups })).toBe(true);
    expect(isListed(['accessGroup:*', 'user:*', '@*'], alice, { accessGroups })).toBe(false);
  });

  it('finds nobody in a group that is not defined, whatever it is called', () => {
    const names = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString'));
    fc.assert(fc.property(names, name => !isListed([`accessGroup:${name}`], alice, { accessGroups: {} })));
  });
});

describe('normalizeAllowEntry', () => {
  it('does not change its own result', () => {
    const entries = fc.oneof(
      fc.string(),
      fc.constantFrom('user:', 'mattermost:', '@').chain(p => fc.string().map(s => p + s)),
    );
    const plain = entries.filter(entry => !/[:@]/.test(normalizeAllowEntry(entry)));
    fc.assert(
      fc.property(plain, entry => normalizeAllowEntry(normalizeAllowEntry(entry)) === normalizeAllowEntry(entry)),
    );
  });
});
