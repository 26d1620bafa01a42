import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isListed, normalizeAllowEntry } from '../../src/index.ts';
import { ids } from '../support/facts-of.ts';

const alice = { subject: ids.alice, username: 'alice' };

it.each([
  [ids.alice],
  [`user:${ids.alice}`],
  [`mattermost:${ids.alice}`],
  [`mattermost:user:${ids.alice}`],
  [` USER:${ids.alice.toUpperCase()} `],
  [`@${ids.alice}`],
  ['*'],
])('A list with %j contains the sender', entry => {
  expect(isListed([ids.bob, entry], alice)).toBe(true);
});

it.each([[ids.bob], ['@alice'], ['alice'], ['user:alice'], [''], ['user:'], ['accessGroup:'], ['webhook:alice']])(
  'A list with %j does not contain the sender',
  entry => {
    expect(isListed([entry], alice)).toBe(false);
  },
);

it('A number in a list counts as an id', () => {
  expect(isListed([42], { subject: '42' })).toBe(true);
});

it('Usernames in a list count only with name matching', () => {
  expect(isListed(['@Alice'], alice, { nameMatching: true })).toBe(true);
  expect(isListed(['alice'], alice, { nameMatching: true })).toBe(true);
  expect(isListed(['@alice'], alice, { nameMatching: false })).toBe(false);
});

it('A username that looks like an id does not match an id in a list', () => {
  const impostor = { subject: ids.bob, username: ids.alice };
  expect(isListed([ids.alice], impostor, { nameMatching: true })).toBe(false);
});

it('A username in a list does not match the title of a webhook', () => {
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
])('The access group %j contains the sender: %j', (group, listed) => {
  expect(isListed(['accessGroup:oncall'], alice, { accessGroups: { oncall: group } })).toBe(listed);
});

it('Entries of an access group follow the rules of lists, "*" included', () => {
  const accessGroups = { all: { type: 'message.senders', members: { mattermost: ['*'] } } };
  expect(isListed(['accessGroup:all'], alice, { accessGroups })).toBe(true);
  expect(isListed(['accessGroup:*', 'user:*', '@*'], alice, { accessGroups })).toBe(false);
});

it('An access group that is not defined is empty, whatever its name', () => {
  const names = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString'));
  fc.assert(fc.property(names, name => !isListed([`accessGroup:${name}`], alice, { accessGroups: {} })));
});

it('Normalising an entry twice changes nothing', () => {
  const entries = fc.oneof(
    fc.string(),
    fc.constantFrom('user:', 'mattermost:', '@').chain(p => fc.string().map(s => p + s)),
  );
  const plain = entries.filter(entry => !/[:@]/.test(normalizeAllowEntry(entry)));
  fc.assert(
    fc.property(plain, entry => normalizeAllowEntry(normalizeAllowEntry(entry)) === normalizeAllowEntry(entry)),
  );
});
