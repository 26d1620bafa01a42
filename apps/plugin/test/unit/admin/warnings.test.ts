import { expect, it } from 'vitest';
import { collectMutableAllowlistWarnings, collectPreviewWarnings } from '../../../src/admin/doctor/warnings.ts';
import { withSection } from '../../support/config.ts';

const id = 'q9pq1uu3n7rpjp8qjsax8ojjgr';

it('The doctor reports a mistake that keeps an account from starting', () => {
  expect(collectPreviewWarnings({ cfg: withSection({ dmPolicy: 'open' }) })).toEqual([
    'channels.mattermost.dmPolicy is "open"; then channels.mattermost.allowFrom must contain "*". Add it, or choose "pairing".',
  ]);
  expect(collectPreviewWarnings({ cfg: withSection({ dmPolicy: 'pairing' }) })).toEqual([]);
});

it('The doctor reports a default account that does not exist', () => {
  const cfg = withSection({ defaultAccount: 'opps', accounts: { ops: {}, alerts: {} } });
  expect(collectPreviewWarnings({ cfg })).toEqual([
    'channels.mattermost.defaultAccount is "opps"; expected one of alerts, ops.',
  ]);
});

it('The doctor reports the agent of a channel that is not configured', () => {
  const groups = { town: { agentId: 'clrk' }, hall: { agentId: 'Clerk' }, '*': { agentId: 'main' } };
  const agents = { entries: { clerk: {} } };
  expect(collectPreviewWarnings({ cfg: { ...withSection({ groups }), agents } })).toEqual([
    'channels.mattermost.groups.town.agentId is "clrk"; expected one of main, clerk.',
  ]);
});

it('The doctor does not look for agents in groups whose form is wrong', () => {
  const warnings = collectPreviewWarnings({ cfg: withSection({ groups: { town: true } }) });
  expect(warnings).toEqual(['channels.mattermost.groups.town is true; expected an object.']);
});

it('The doctor reports usernames in lists, and whether they count', () => {
  const cfg = withSection({ groupAllowFrom: ['@alice', id], groups: { town: { allowFrom: ['bob'] } } });
  expect(collectMutableAllowlistWarnings({ cfg })).toEqual([
    'channels.mattermost.groupAllowFrom contains "@alice", which matches nobody: usernames count only with dangerouslyAllowNameMatching. Use the user’s id, which this shows: openclaw directory peers list --channel mattermost --query alice',
    'channels.mattermost.groups.town.allowFrom contains "bob", which matches nobody: usernames count only with dangerouslyAllowNameMatching. Use the user’s id, which this shows: openclaw directory peers list --channel mattermost --query bob',
  ]);
  const matched = withSection({ dangerouslyAllowNameMatching: true, allowFrom: ['@alice'] });
  expect(collectMutableAllowlistWarnings({ cfg: matched })).toEqual([
    'channels.mattermost.allowFrom contains "@alice", a username that can be given to another person. Use the user’s id, which this shows: openclaw directory peers list --channel mattermost --query alice',
  ]);
});

it('The doctor accepts ids, groups, webhooks and "*" in lists', () => {
  const allowFrom = [id, `user:${id}`, `mattermost:${id}`, `@${id}`, 'accessGroup:oncall', 'webhook:ci', '*'];
  expect(collectMutableAllowlistWarnings({ cfg: withSection({ allowFrom }) })).toEqual([]);
});
