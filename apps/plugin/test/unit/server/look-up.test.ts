import { describe, expect, it } from 'vitest';
import { createCache } from '../../../src/server/look-up.ts';

function open(load: (id: string) => Promise<string> = async id => `<${id}>`) {
  const state = { now: 0, calls: [] as string[] };
  const cache = createCache<string>({ ttlMs: 1_000, max: 2, now: () => state.now });
  const get = (id: string) =>
    cache.get(id, () => {
      state.calls.push(id);
      return load(id);
    });
  return { state, get, forget: cache.forget };
}

describe('createCache', () => {
  it('A value is loaded once while it is fresh, also when several callers ask at once', async () => {
    const { state, get } = open();
    expect(await Promise.all([get('a'), get('a')])).toEqual(['<a>', '<a>']);
    state.now = 999;
    await get('a');
    expect(state.calls).toEqual(['a']);
    state.now = 1_000;
    await get('a');
    expect(state.calls).toEqual(['a', 'a']);
  });

  it('A forgotten value is loaded again', async () => {
    const { state, get, forget } = open();
    await get('a');
    forget('a');
    await get('a');
    expect(state.calls).toEqual(['a', 'a']);
  });

  it('The oldest value is forgotten first when there are too many', async () => {
    const { state, get } = open();
    for (const id of ['a', 'b', 'c', 'b', 'a']) await get(id);
    expect(state.calls).toEqual(['a', 'b', 'c', 'a']);
  });

  it('A value that was loaded again counts as new', async () => {
    const { state, get } = open();
    await get('a');
    state.now = 500;
    await get('b');
    state.now = 1_000;
    for (const id of ['a', 'c', 'a']) await get(id);
    expect(state.calls).toEqual(['a', 'b', 'a', 'c']);
  });

  it('A failure is not kept', async () => {
    let isDown = true;
    const { get } = open(async id => {
      if (isDown) throw new Error('the server is down');
      return id;
    });
    await expect(get('a')).rejects.toThrow('the server is down');
    isDown = false;
    expect(await get('a')).toBe('a');
  });

  it('A failure that comes late does not remove the value that was loaded after it', async () => {
    const first = Promise.withResolvers<string>();
    let calls = 0;
    const { state, get, forget } = open(async id => {
      calls += 1;
      return calls === 1 ? first.promise : id;
    });
    const failing = get('a');
    forget('a');
    await get('a');
    first.reject(new Error('late'));
    await expect(failing).rejects.toThrow('late');
    await get('a');
    expect(state.calls).toEqual(['a', 'a']);
  });
});
