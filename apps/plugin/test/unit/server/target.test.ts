import { describe, expect, it } from 'vitest';
import { formatTarget, originOf, parseTarget, targetOf } from '../../../src/server/target.ts';

const id = 'q9pq1uu3n7rpjp8qjsax8ojjgr';

describe('parseTarget', () => {
  it.each([
    [`user:${id}`, { kind: 'user', id }],
    [`mattermost:${id}`, { kind: 'user', id }],
    [`mattermost:user:${id}`, { kind: 'user', id }],
    [`mattermost:channel:${id}`, { kind: 'channel', id }],
    [`mattermost:group:${id}`, { kind: 'channel', id }],
    [`channel:${id}`, { kind: 'channel', id }],
    [`group:${id}`, { kind: 'channel', id }],
    [` Channel:${id} `, { kind: 'channel', id }],
  ])('%j is a target', (raw, target) => {
    expect(parseTarget(raw)).toEqual(target);
  });

  it.each([['channel:ops'], [id], ['@alice'], ['user:'], [`team:${id}`], [`mattermost:mattermost:${id}`], ['']])(
    '%j is not a target',
    raw => {
      expect(parseTarget(raw)).toBeUndefined();
    },
  );
});

describe('formatTarget', () => {
  it('A formatted target is read as the same target', () => {
    for (const kind of ['user', 'channel'] as const)
      expect(parseTarget(formatTarget({ kind, id }))).toEqual({ kind, id });
  });
});

describe('targetOf and originOf', () => {
  it.each([
    ['direct', `user:${id}`, `mattermost:${id}`],
    ['group', `channel:${id}`, `mattermost:group:${id}`],
    ['channel', `channel:${id}`, `mattermost:channel:${id}`],
  ] as const)('A %s conversation has the target %s and the origin %s', (kind, target, origin) => {
    expect(targetOf({ kind, id })).toBe(target);
    expect(originOf({ kind, id })).toBe(origin);
  });
});
