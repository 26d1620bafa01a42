import { describe, expect, it } from 'vitest';
import { formatTarget, parseTarget } from '../../../src/server/target.ts';

const id = 'q9pq1uu3n7rpjp8qjsax8ojjgr';

describe('parseTarget', () => {
  it.each([
    [`user:${id}`, { kind: 'user', id }],
    [`mattermost:${id}`, { kind: 'user', id }],
    [`channel:${id}`, { kind: 'channel', id }],
    [`group:${id}`, { kind: 'channel', id }],
    [` Channel:${id} `, { kind: 'channel', id }],
  ])('reads %j', (raw, target) => {
    expect(parseTarget(raw)).toEqual(target);
  });

  it.each([['channel:ops'], [id], ['@alice'], ['user:'], [`team:${id}`], ['']])('does not take %j for one', raw => {
    expect(parseTarget(raw)).toBeUndefined();
  });

  it('is understood again in the form in which it is stored', () => {
    expect(parseTarget(formatTarget({ kind: 'user', id }))).toEqual({ kind: 'user', id });
  });
});
