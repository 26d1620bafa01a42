import { expect, it } from 'vitest';
import { lintSettings, type PolicySettings, type PolicySurroundings } from '../../src/index.ts';
import { ids } from '../support/facts-of.ts';

const lint = (settings: PolicySettings, around?: PolicySurroundings) =>
  lintSettings(settings, around).map(({ setting, message }) => `${setting} ${message}`);

it('Settings with ids, known groups and separate lists get no warning', () => {
  const accessGroups = { oncall: { type: 'message.senders', members: { mattermost: [ids.alice] } } };
  const settings: PolicySettings = {
    allowFrom: ['*'],
    dmPolicy: 'open',
    groupAllowFrom: [`user:${ids.alice}`, 'accessGroup:oncall', 'webhook:Alerts'],
    allowWebhooks: true,
    groups: { '*': { requireMention: true }, [ids.alice]: { allowFrom: [`@${ids.alice}`] } },
  };
  expect(lint(settings, { accessGroups })).toEqual([]);
  expect(lint({})).toEqual([]);
});

it.each([
  ['alice', 'matches no sender: usernames count only with dangerouslyAllowNameMatching. Use the id'],
  ['bot:x', 'matches no sender: write user:<id>, accessGroup:<name> or webhook:<title>'],
  ['accessGroup:oncall', 'matches no sender: the access group is not defined'],
  ['webhook:Alerts', 'has no effect without allowWebhooks'],
])('An entry %j in a list gets the warning that it %s', (entry, message) => {
  expect(lint({ groupAllowFrom: [entry] })).toEqual([`groupAllowFrom ${JSON.stringify(entry)} ${message}`]);
});

it('A username in a list gets a warning with name matching too', () => {
  expect(lint({ groupAllowFrom: ['@alice'], dangerouslyAllowNameMatching: true })).toEqual([
    'groupAllowFrom "@alice" is a username, which can pass to another person: use the id',
  ]);
});

it('A key of groups that is not an id gets a warning', () => {
  expect(lint({ groups: { '#town-square': { enabled: true } } })).toEqual([
    'groups["#town-square"] matches no channel: use the id of the channel, or "*"',
  ]);
});

it('A list for direct messages that opens the channels too gets a warning', () => {
  expect(lint({ dmPolicy: 'open', allowFrom: ['*'] })).toEqual([
    'groupAllowFrom is empty, so everyone may wake the bot in channels too: list the people for channels',
  ]);
  expect(lint({ allowFrom: [ids.alice] })).toEqual([
    'groupAllowFrom is empty, so the people of allowFrom may wake the bot in channels too: list the people for channels',
  ]);
});

it('Open direct messages without a wildcard get a warning', () => {
  expect(lint({ dmPolicy: 'open' })).toEqual(['dmPolicy "open" admits only the list: add "*" to allowFrom']);
});
