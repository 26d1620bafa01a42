import type { ChannelAccountSnapshot } from 'openclaw/plugin-sdk/channel-contract';
import { expect, it } from 'vitest';
import { collectStatusIssues } from '../../../src/admin/status/issues.ts';
import type { AccountActivity } from '../../../src/server/account-activity.ts';

const issuesOf = (activity: Partial<AccountActivity>) =>
  collectStatusIssues([{ accountId: 'default', ...activity } as ChannelAccountSnapshot]);

it.each<[Partial<AccountActivity>, string]>([
  [{ activity: 'signed in, listing what was missed' }, 'signed in, listing what was missed'],
  [{ activity: 'catching up (3 of 10 channels)' }, 'catching up (3 of 10 channels)'],
  [{ activity: 'recovering since 2026-11-21T16:00:00.000Z' }, 'recovering since 2026-11-21T16:00:00.000Z'],
  [{ activity: 'ready', deadLetters: 2 }, '2 messages were given up after 5 attempts'],
  [{ activity: 'ready', leftOut: 7 }, '7 missed posts were not read'],
])('An account with %o has the warning “%s”, and a way to fix it', (activity, message) => {
  expect(issuesOf(activity)).toMatchObject([{ message, fix: expect.stringMatching(/\w+ \w+/), kind: 'runtime' }]);
});

it('The warning about messages that were given up names the command that lists them', () => {
  expect(issuesOf({ deadLetters: 1 })).toMatchObject([
    { fix: expect.stringContaining('openclaw mattermost inbox list') },
  ]);
});

it('A hint on an account that works is a warning with what to do', () => {
  const hints = [{ message: 'the clocks differ', fix: 'set them' }];
  expect(issuesOf({ activity: 'ready', hints })).toMatchObject([{ message: 'the clocks differ', fix: 'set them' }]);
});

it.each<[Partial<AccountActivity>]>([
  [{ activity: 'ready', deadLetters: 0, leftOut: 0, queued: 3 }],
  [{ activity: 'connecting' }],
  [{}],
])('An account with %o has no warning', activity => {
  expect(issuesOf(activity)).toEqual([]);
});

it('Each account has its own warnings', () => {
  const accounts = ['ops', 'dev'].map(accountId => ({ accountId, deadLetters: 1 }) as ChannelAccountSnapshot);
  expect(collectStatusIssues(accounts).map(({ accountId }) => accountId)).toEqual(['ops', 'dev']);
});
