import { describe, expect, it } from 'vitest';
import { isDirect, normalizeTarget, originOf, targetOf } from '../../../src/server/target.ts';

const id = 'q9pq1uu3n7rpjp8qjsax8ojjgr';
const post = '4xp9fdt77pncbef59f4k1qe83o';

describe('normalizeTarget', () => {
  it.each([
    [`user:${id}`, `user:${id}`],
    [`mattermost:${id}`, `user:${id}`],
    [`mattermost: ${id}`, `user:${id}`],
    [`mattermost:user:${id}`, `user:${id}`],
    [`mattermost:channel:${id}`, `channel:${id}`],
    [`mattermost:group:${id}`, `channel:${id}`],
    [`group:${id}`, `channel:${id}`],
    [` Channel:${id} `, `channel:${id}`],
    [`channel:${id}:${post}`, `channel:${id}:${post}`],
    ['@Alice', '@alice'],
    ['  channel: #General  ', '#general'],
    ['Acme/#Ops', 'acme/ops'],
    ['acme/Dev: ops', 'acme/#Dev: ops'],
  ])('%j is written as %j', (text, normalized) => {
    expect(normalizeTarget(text)).toBe(normalized);
    expect(normalizeTarget(normalized)).toBe(normalized);
  });

  it('A bare id stays one: it can be one of a person or of a channel', () => {
    expect(normalizeTarget(id)).toBe(id);
  });

  it.each(['', 'user:', `team:${id}`, `mattermost:mattermost:${id}`, `user:${id}:${post}`])(
    '%j is not a target',
    text => {
      expect(normalizeTarget(text)).toBeUndefined();
    },
  );
});

describe('isDirect', () => {
  it.each([
    [`user:${id}`, true],
    [`mattermost:${id}`, true],
    ['@alice', true],
    [`channel:${id}`, false],
    ['#ops', false],
    [id, false],
    ['team:x', false],
  ])('P13: %j leads to a person: %j', (text, expected) => {
    expect(isDirect(text)).toBe(expected);
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
