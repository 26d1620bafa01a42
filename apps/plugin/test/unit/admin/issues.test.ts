import type { ChannelAccountSnapshot } from 'openclaw/plugin-sdk/channel-contract';
import { expect, it } from 'vitest';
import type { AccountActivity } from '../../../src/account/status.ts';
import { collectStatusIssues } from '../../../src/admin/status/issues.ts';

const warnings = (activity: Partial<AccountActivity>): string[] =>
  collectStatusIssues([{ accountId: 'default', ...activity } as ChannelAccountSnapshot]).map(issue => issue.message);

it.each<[Partial<AccountActivity>, string[]]>([
  [{ activity: 'signed in, listing what was missed' }, ['signed in, listing what was missed']],
  [{ activity: 'catching up (3 of 10 channels)' }, ['catching up (3 of 10 channels)']],
  [{ activity: 'recovering since 2026-11-21T16:00:00.000Z' }, ['recovering since 2026-11-21T16:00:00.000Z']],
  [{ activity: 'ready', deadLetters: 2 }, ['2 posts failed five times']],
  [{ activity: 'ready', leftOut: 7 }, ['7 missed posts were left out']],
  [{ activity: 'ready', deadLetters: 0, leftOut: 0, queued: 3 }, []],
  [{}, []],
])('%o warns of %o', (activity, messages) => {
  expect(warnings(activity)).toEqual(messages);
});

it('warns of each account by its name', () => {
  const accounts = ['ops', 'dev'].map(accountId => ({ accountId, deadLetters: 1 }) as ChannelAccountSnapshot);
  expect(collectStatusIssues(accounts).map(({ accountId }) => accountId)).toEqual(['ops', 'dev']);
});
