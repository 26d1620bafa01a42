import { describe, expect, it } from 'vitest';
import type { Names } from '../../replay/names.ts';
import { insistOnSame } from '../../replay/same.ts';

const id = (letter: string): string => letter.repeat(26);

function namesWith(ids: Record<string, string> = {}): Names {
  return { ids: new Map(Object.entries(ids)), times: new Map(), startedAt: 1_795_000_000_000 };
}

describe('insistOnSame', () => {
  it.each([
    ['a value', { status: 200 }, { status: 201 }],
    ['a missing key', { a: 1, b: 2 }, { a: 1 }],
    ['a further key', { a: 1 }, { a: 1, b: 2 }],
    ['a shorter list', [1, 2], [1]],
    ['a longer list', [1], [1, 2]],
    ['another order', [1, 2], [2, 1]],
    ['another type', { a: null }, { a: {} }],
    ['another text', { id: 'x.app_error' }, { id: 'y.app_error' }],
    ['JSON within JSON', { reaction: '{"user_id":"a"}' }, { reaction: '{"user_id":"b"}' }],
  ])('The comparison finds %s', (_, recorded, actual) => {
    expect(() => insistOnSame(recorded, actual, namesWith())).toThrow();
  });

  it('An id is learned once, and must stay the same', () => {
    const names = namesWith();
    insistOnSame({ id: '$p1.id' }, { id: id('a') }, names);
    insistOnSame({ root: '$p1.id' }, { root: id('a') }, names);
    expect(() => insistOnSame({ root: '$p1.id' }, { root: id('b') }, names)).toThrow();
  });

  it('The comparison finds an id that is used for two', () => {
    const names = namesWith({ '$alice.id': id('a'), '$bob.id': id('b') });
    expect(() => insistOnSame({ user_id: '$alice.id' }, { user_id: id('b') }, names)).toThrow();
  });

  it('The comparison finds times in the wrong order', () => {
    const recorded = { create_at: 1_795_000_000_001, update_at: 1_795_000_000_002 };
    insistOnSame(recorded, { create_at: 1_800_000_000_005, update_at: 1_800_000_000_009 }, namesWith());
    const wrong = { create_at: 1_800_000_000_009, update_at: 1_800_000_000_005 };
    expect(() => insistOnSame(recorded, wrong, namesWith())).toThrow();
  });

  it('The comparison finds equal times that are now different', () => {
    const recorded = { create_at: 1_795_000_000_001, update_at: 1_795_000_000_001 };
    const wrong = { create_at: 1_800_000_000_001, update_at: 1_800_000_000_002 };
    expect(() => insistOnSame(recorded, wrong, namesWith())).toThrow();
  });

  it('The comparison finds a list of posts in another order', () => {
    const names = namesWith({ $a: id('a'), $b: id('b') });
    const posts = { [id('a')]: { id: id('a') }, [id('b')]: { id: id('b') } };
    const recorded = { order: ['$a', '$b'], posts: { $a: { id: '$a' }, $b: { id: '$b' } } };
    insistOnSame(recorded, { order: [id('a'), id('b')], posts }, names);
    expect(() => insistOnSame(recorded, { order: [id('b'), id('a')], posts }, names)).toThrow();
  });

  it('Only the counters of channels of the recording are compared', () => {
    const names = namesWith({ '$hidden.id': id('h'), '$ops.id': id('o') });
    insistOnSame({ id: '$ops.id', total_msg_count: 360 }, { id: id('o'), total_msg_count: 2 }, names);
    const born = { id: '$hidden.id', total_msg_count: 1 };
    expect(() => insistOnSame(born, { id: id('h'), total_msg_count: 2 }, names)).toThrow();
  });
});
