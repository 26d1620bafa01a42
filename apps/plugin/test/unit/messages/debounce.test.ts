import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDebouncer, type Debounced } from '../../../src/messages/debounce.ts';

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

function leaderOf(place: Debounced<string>) {
  if (place.role !== 'leader') throw new Error('expected the leader of a window');
  return place;
}

function memberOf(place: Debounced<string>) {
  if (place.role !== 'member') throw new Error('expected a member of a window');
  return place;
}

describe('A window of messages', () => {
  it('A window closes when no message has come for its time, and the last message leads it', async () => {
    const { join } = open();
    const [first, second, third] = [join('one'), join('two'), join('three')];
    await vi.advanceTimersByTimeAsync(windowMs);
    expect(await first).toMatchObject({ role: 'member' });
    expect(await second).toMatchObject({ role: 'member' });
    expect(await third).toMatchObject({ role: 'leader', before: ['one', 'two'] });
  });

  it('A window stays open as long as messages come', async () => {
    const { join } = open();
    const closed: string[] = [];
    for (const item of ['one', 'two', 'three']) {
      void join(item).then(() => closed.push(item));
      await vi.advanceTimersByTimeAsync(windowMs - 1);
    }
    expect(closed).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(closed).toHaveLength(3);
  });

  it('Each key has a window of its own', async () => {
    const { join } = open();
    const [alice, bob] = [join('hers'), join('his', 'bob')];
    await vi.advanceTimersByTimeAsync(windowMs);
    expect([await alice, await bob]).toMatchObject([
      { role: 'leader', before: [] },
      { role: 'leader', before: [] },
    ]);
  });

  it('A window closes at once when its key is flushed, and not when another key is', async () => {
    const { debouncer, join } = open();
    const only = join('one');
    let isClosed = false;
    void only.then(() => {
      isClosed = true;
    });
    debouncer.flush('bob');
    await vi.advanceTimersByTimeAsync(0);
    expect(isClosed).toBe(false);
    debouncer.flush('alice');
    expect(await only).toMatchObject({ role: 'leader' });
  });

  it('A window closes at once with its 20th message', async () => {
    const { join } = open();
    const places = await Promise.all(Array.from({ length: 20 }, (_, index) => join(String(index))));
    expect(leaderOf(places[19] as Debounced<string>).before).toHaveLength(19);
  });
});

describe('The earlier messages of a window', () => {
  it('The earlier messages of a window end with the turn of the last one', async () => {
    const { debouncer, join } = open();
    const both = [join('one'), join('two')] as const;
    debouncer.flush('alice');
    const [member, leader] = [memberOf(await both[0]), leaderOf(await both[1])];
    leader.end();
    await expect(member.ended).resolves.toBeUndefined();
  });

  it('The earlier messages of a window fail with the turn of the last one, so that they are tried again', async () => {
    const { debouncer, join } = open();
    const both = [join('one'), join('two')] as const;
    debouncer.flush('alice');
    const [member, leader] = [memberOf(await both[0]), leaderOf(await both[1])];
    leader.fail(new Error('no agent'));
    await expect(member.ended).rejects.toThrow('no agent');
  });
});

describe('A message whose account stops', () => {
  it('A message whose account stops leaves the window, and the others stay', async () => {
    const { join } = open();
    const leaving = new AbortController();
    const [first, second] = [join('one', 'alice', leaving.signal), join('two')];
    leaving.abort(new Error('stopped'));
    await expect(first).rejects.toThrow('stopped');
    await vi.advanceTimersByTimeAsync(windowMs);
    expect(await second).toMatchObject({ role: 'leader', before: [] });
  });

  it('A message whose account stops leaves no timer behind when it was alone, and cannot join again', async () => {
    const { join } = open();
    const leaving = new AbortController();
    const only = join('one', 'alice', leaving.signal);
    leaving.abort(new Error('stopped'));
    await expect(only).rejects.toThrow('stopped');
    expect(vi.getTimerCount()).toBe(0);
    await expect(join('two', 'alice', leaving.signal)).rejects.toThrow('stopped');
  });
});
