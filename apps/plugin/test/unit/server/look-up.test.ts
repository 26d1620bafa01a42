import { describe, expect, it } from 'vitest';
import { remember } from '../../../src/server/look-up.ts';

function open(load: (id: string) => Promise<string> = async id => `<${id}>`) {
  const state = { now: 0, asked: [] as string[] };
  const known = remember(
    id => {
      state.asked.push(id);
      return load(id);
    },
    { ttlMs: 1_000, max: 2, now: () => state.now },
  );
  return { state, ...known };
}

describe('what was looked up', () => {
  it('is asked for once while it is fresh, also by several at once', async () => {
    const { state, get } = open();
    expect(await Promise.all([get('a'), get('a')])).toEqual(['<a>', '<a>']);
    state.now = 999;
    await get('a');
    expect(state.asked).toEqual(['a']);
    state.now = 1_000;
    await get('a');
    expect(state.asked).toEqual(['a', 'a']);
  });

  it('is asked for again when an event says that it has changed', async () => {
    const { state, get, forget } = open();
    await get('a');
    forget('a');
    await get('a');
    expect(state.asked).toEqual(['a', 'a']);
  });

  it('is forgotten, the oldest first, when there is too much of it', async () => {
    const { state, get } = open();
    for (const id of ['a', 'b', 'c', 'b', 'a']) await get(id);
    expect(state.asked).toEqual(['a', 'b', 'c', 'a']);
  });

  it('is not remembered where it failed', async () => {
    let failing = true;
    const { get } = open(async id => {
      if (failing) throw new Error('down');
      return id;
    });
    await expect(get('a')).rejects.toThrow('down');
    failing = false;
    expect(await get('a')).toBe('a');
  });

  it('does not forget what came later when an earlier failure ends', async () => {
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
    expect(state.asked).toEqual(['a', 'a']);
  });
});
