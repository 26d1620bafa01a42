import { describe, expect, it } from 'vitest';
import { type ConversationKind, createKindCache, kindOfType } from '../../../src/server/channel-kind.ts';

describe('kindOfType', () => {
  it.each([
    ['D', 'direct'],
    ['G', 'group'],
    ['P', 'group'],
    ['O', 'channel'],
    ['B', undefined],
  ])('%s is %s', (type, kind) => {
    expect(kindOfType(type)).toBe(kind);
  });
});

describe('the kinds that were looked up', () => {
  function lookUps(...answers: (ConversationKind | undefined)[]) {
    const asked: string[] = [];
    return { asked, lookUp: async (id: string) => answers[asked.push(id) - 1] };
  }

  it('are remembered for a while', async () => {
    let now = 0;
    const cache = createKindCache({ ttlMs: 10, now: () => now });
    const { asked, lookUp } = lookUps('channel', 'group');
    expect(await cache.get('s', 'c', lookUp)).toBe('channel');
    now = 9;
    expect(await cache.get('s', 'c', lookUp)).toBe('channel');
    now = 10;
    expect(await cache.get('s', 'c', lookUp)).toBe('group');
    expect(asked).toEqual(['c', 'c']);
  });

  it('are asked for again when they could not be found out', async () => {
    const cache = createKindCache();
    const { lookUp } = lookUps(undefined, 'group');
    expect(await cache.get('s', 'c', lookUp)).toBeUndefined();
    expect(await cache.get('s', 'c', lookUp)).toBe('group');
  });

  it('are kept apart by server, and not without bound', async () => {
    const cache = createKindCache({ max: 2 });
    const { asked, lookUp } = lookUps('channel', 'group', 'group', 'channel');
    await cache.get('one', 'c', lookUp);
    expect(await cache.get('two', 'c', lookUp)).toBe('group');
    await cache.get('two', 'd', lookUp);
    await cache.get('one', 'c', lookUp);
    expect(asked).toEqual(['c', 'c', 'd', 'c']);
  });
});
