import { describe, expect, it } from 'vitest';
import { createDecisionNotes } from '../../../src/messages/decision-log.ts';
import type { Why } from '../../../src/storage/sqlite/why-log.ts';

function notes(section = 'channels.mattermost') {
  const kept: Why[] = [];
  const lines: string[] = [];
  const say = (line: string) => void lines.push(line);
  const why = { note: (each: Why) => void kept.push(each), about: () => [] };
  const log = { debug: say, info: say, warn: say, error: say };
  return { kept, lines, ...createDecisionNotes({ accountId: 'default', why, log, section }) };
}

let count = 0;
function post(channel_id: string) {
  count += 1;
  return { id: `post-${count}`, channel_id, user_id: 'alice', message: 'geheim', root_id: '', type: '', create_at: 0 };
}

describe('a silence', () => {
  it('is kept each time, and logged once per channel and reason', () => {
    const { kept, lines, silent } = notes();
    for (const channel of ['town', 'town', 'hall']) silent(post(channel), 'not-mentioned');
    silent(post('town'), 'group-not-listed');
    expect(kept.map(({ channelId, code }) => `${channelId} ${code}`)).toEqual([
      'town not-mentioned',
      'town not-mentioned',
      'hall not-mentioned',
      'town group-not-listed',
    ]);
    expect(lines).toHaveLength(3);
  });

  it('is logged with the setting that would change it, where the account has its settings', () => {
    const { lines, silent } = notes('channels.mattermost.accounts.ops');
    silent(post('town'), 'not-mentioned');
    expect(lines[0]).toContain('channels.mattermost.accounts.ops.groups.town.requireMention: set it to false');
    expect(lines[0]).toContain('channel:town');
  });

  it('is logged by its code where it was the host that refused', () => {
    const { lines, silent } = notes();
    silent(post('town'), 'dm_policy_disabled');
    expect(lines[0]).toContain('dm_policy_disabled');
  });

  it('is not logged where everybody expects it', () => {
    const { kept, lines, silent } = notes();
    for (const code of ['system-post', 'slash-answer', 'deleted-post', 'empty-post']) silent(post('town'), code);
    expect(kept).toHaveLength(4);
    expect(lines).toEqual([]);
  });

  it('about its own posts is not even kept', () => {
    const { kept, lines, silent } = notes();
    silent(post('town'), 'own-post');
    expect([kept, lines]).toEqual([[], []]);
  });

  it('never repeats what somebody wrote', () => {
    const { kept, lines, silent, ended } = notes();
    silent(post('town'), 'not-mentioned');
    ended(post('town'), 'delivered');
    expect(JSON.stringify([kept, lines])).not.toContain('geheim');
  });

  it('is logged again rather than remembered for ever, where there are very many channels', () => {
    const { lines, silent } = notes();
    for (let index = 0; index < 5_001; index += 1) silent(post(`channel-${index}`), 'not-mentioned');
    silent(post('channel-0'), 'not-mentioned');
    expect(lines).toHaveLength(5_002);
  });
});

describe('an end', () => {
  it('is kept and not logged', () => {
    const { kept, lines, ended } = notes();
    ended(post('town'), 'delivered');
    expect(kept).toMatchObject([{ code: 'delivered', channelId: 'town', userId: 'alice' }]);
    expect(lines).toEqual([]);
  });
});
