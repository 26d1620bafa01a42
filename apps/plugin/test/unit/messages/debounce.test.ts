import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDebouncer } from '../../../src/messages/debounce.ts';

const windowMs = 1_000;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function open() {
  const debouncer = createDebouncer<string>(() => windowMs);
  const join = (item: string, key = 'alice', signal = new AbortController().signal) =>
    debouncer.join(key, item, signal);
  return { debouncer, join };
}

describe('a window', () => {
  it('closes when nothing has come for its time; the last one leads, with the words of those before', async () => {
    const { join } = open();
    const [first, second, third] = [join('one'), join('two'), join('three')];
    await vi.advanceTimersByTimeAsync(windowMs);
    expect(await first).toMatchObject({ role: 'member' });
    expect(await second).toMatchObject({ role: 'member' });
    expect(await third).toMatchObject({ role: 'leader', before: ['one', 'two'] });
  });

  it('stays open for as long as more comes', async () => {
    const { join } = open();
    const closed: string[] = [];
    const said = ['one', 'two', 'three'].map(async (item, index) => {
      await vi.advanceTimersByTimeAsync(index === 0 ? 0 : windowMs - 1);
      return join(item).then(() => closed.push(item));
    });
    await vi.advanceTimersByTimeAsync(windowMs - 1);
    expect(closed).toEqual([]);
    await vi.advanceTimersByTimeAsync(3 * windowMs);
    await Promise.all(said);
    expect(closed).toHaveLength(3);
  });

  it('is one for each key', async () => {
    const { join } = open();
    const [alice, bob] = [join('hers'), join('his', 'bob')];
    await vi.advanceTimersByTimeAsync(windowMs);
    expect([await alice, await bob]).toMatchObject([
      { role: 'leader', before: [] },
      { role: 'leader', before: [] },
    ]);
  });

  it('closes at once when it is told to, and when it is full', async () => {
    const { debouncer, join } = open();
    const told = join('one');
    debouncer.flush('alice');
    expect(await told).toMatchObject({ role: 'leader' });
    const many = Array.from({ length: 20 }, (_, index) => join(String(index)));
    const last = await many[19];
    expect(last?.role === 'leader' && last.before).toHaveLength(19);
  });
});

describe('those before the leader', () => {
  it('are taken care of when the leader says so', async () => {
    const { debouncer, join } = open();
    const [first, last] = [join('one'), join('two')];
    debouncer.flush('alice');
    const [member, leader] = [await first, await last];
    if (member.role !== 'member' || leader.role !== 'leader') throw new Error('unreachable');
    leader.taken();
    await expect(member.taken).resolves.toBeUndefined();
    leader.over();
    await expect(member.over).resolves.toBeUndefined();
  });

  it('fail with the leader, so that they are tried again', async () => {
    const { debouncer, join } = open();
    const [first, last] = [join('one'), join('two')];
    debouncer.flush('alice');
    const [member, leader] = [await first, await last];
    if (member.role !== 'member' || leader.role !== 'leader') throw new Error('unreachable');
    leader.failed(new Error('no'));
    await expect(member.taken).rejects.toThrow('no');
    await expect(member.over).rejects.toThrow('no');
  });
});

describe('somebody who leaves, because the account stops', () => {
  it('is no part of the window any more', async () => {
    const { join } = open();
    const leaving = new AbortController();
    const [first, second] = [join('one', 'alice', leaving.signal), join('two')];
    leaving.abort(new Error('stopped'));
    await expect(first).rejects.toThrow('stopped');
    await vi.advanceTimersByTimeAsync(windowMs);
    expect(await second).toMatchObject({ role: 'leader', before: [] });
  });

  it('leaves no timer behind when nobody else is there', async () => {
    const { join } = open();
    const leaving = new AbortController();
    const only = join('one', 'alice', leaving.signal);
    leaving.abort(new Error('stopped'));
    await expect(only).rejects.toThrow('stopped');
    expect(vi.getTimerCount()).toBe(0);
    await expect(join('two', 'alice', leaving.signal)).rejects.toThrow('stopped');
  });
});
