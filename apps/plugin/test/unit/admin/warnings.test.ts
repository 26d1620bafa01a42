import { describe, expect, it } from 'vitest';
import { collectMutableAllowlistWarnings, collectPreviewWarnings } from '../../../src/admin/doctor/warnings.ts';

const at = (mattermost: object) => ({ channels: { mattermost } });
const id = 'q9pq1uu3n7rpjp8qjsax8ojjgr';

describe('doctor', () => {
  it('tells what keeps an account from starting', () => {
    expect(collectPreviewWarnings({ cfg: at({ dmPolicy: 'open' }) })).toEqual([
      'channels.mattermost.dmPolicy is "open"; then channels.mattermost.allowFrom must contain "*". Add it, or choose "pairing".',
    ]);
    expect(collectPreviewWarnings({ cfg: at({ dmPolicy: 'pairing' }) })).toEqual([]);
  });

  it('tells of a default account that does not exist', () => {
    const cfg = at({ defaultAccount: 'opps', accounts: { ops: {}, alerts: {} } });
    expect(collectPreviewWarnings({ cfg })).toEqual([
      'channels.mattermost.defaultAccount is "opps"; expected one of alerts, ops.',
    ]);
  });

  it('tells of an agent of a channel that nobody has configured', () => {
    const groups = { town: { agentId: 'clrk' }, hall: { agentId: 'Clerk' }, '*': { agentId: 'main' } };
    const agents = { entries: { clerk: {} } };
    expect(collectPreviewWarnings({ cfg: { ...at({ groups }), agents } })).toEqual([
      'channels.mattermost.groups.town.agentId is "clrk"; expected one of main, clerk.',
    ]);
    expect(collectPreviewWarnings({ cfg: { ...at({ groups: { town: true } }), agents } })[0]).toMatch(
      /groups\.town is true/,
    );
  });

  it('tells of names in lists, and whether they count', () => {
    const cfg = at({ groupAllowFrom: ['@alice', id], groups: { town: { allowFrom: ['bob'] } } });
    expect(collectMutableAllowlistWarnings({ cfg })).toEqual([
      'channels.mattermost.groupAllowFrom contains "@alice", which matches nobody: names count only with dangerouslyAllowNameMatching. Use the user’s id.',
      'channels.mattermost.groups.town.allowFrom contains "bob", which matches nobody: names count only with dangerouslyAllowNameMatching. Use the user’s id.',
    ]);
    const matched = at({ dangerouslyAllowNameMatching: true, allowFrom: ['@alice'] });
    expect(collectMutableAllowlistWarnings({ cfg: matched })[0]).toContain('a name that can pass to somebody else');
  });

  it('finds nothing wrong with ids, groups, webhooks and everybody', () => {
    const allowFrom = [id, `user:${id}`, `mattermost:${id}`, `@${id}`, 'accessGroup:oncall', 'webhook:ci', '*'];
    expect(collectMutableAllowlistWarnings({ cfg: at({ allowFrom }) })).toEqual([]);
  });
});
