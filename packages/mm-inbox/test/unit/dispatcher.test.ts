import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createMemoryLedger, type Handle } from '../../src/index.ts';
import { aPost as anEntry } from '../../src/ledger-suite/check.ts';
import { type InboxOptions, resolveOptions } from '../../src/options.ts';
import { Dispatcher } from '../../src/queue/dispatcher.ts';
import { aPost } from '../support/posts.ts';

const callbacks = {
  isOpen: () => true,
  isOnline: () => true,
  onDeadLetter() {},
  onLedgerLost() {},
  onProblem() {},
};

/** Makes a dispatcher on a ledger that has these posts. */
async function dispatcherOf(handle: Handle, testing: InboxOptions['testing'], keys: readonly string[]) {
  const ledger = createMemoryLedger({ testing: { now: testing?.now } });
  const entries = keys.map((key, index) => anEntry(key, index, { payload: aPost(key, index) }));
  await ledger.append({ entries });
  const shapes = { rest: { posts: { since() {} } }, ws: { on() {} } } as unknown as InboxOptions;
  const dispatcher = new Dispatcher(resolveOptions({ ...shapes, ledger, handle, testing }), callbacks);
  return { dispatcher, ledger, entries };
}

it('A retry is never missed, however the clock moves between two looks at it', async () => {
  for (let early = 0; early < 20; early++) {
    // Each look takes a millisecond, and each timer fires a little early.
    let clock = 0;
    const testing = {
      now: () => clock++,
      random: () => 0,
      sleep: async (ms: number) => {
        clock += Math.max(0, ms - early);
        await nextTurn();
      },
    };
    let attempts = 0;
    const handle = async () => {
      attempts += 1;
      if (attempts < 5) throw new Error('not yet');
    };
    const { dispatcher, entries } = await dispatcherOf(handle, testing, ['a']);
    for (const entry of entries) dispatcher.add(entry, 'live');
    for (let turns = 0; attempts < 5 && turns < 1_000; turns++) await nextTurn();
    expect([early, attempts]).toEqual([early, 5]);
  }
});

it('A suspect waits until the other turns have ended, and others wait for a suspect', async () => {
  const running = new Set<string>();
  const together: string[][] = [];
  const ends = new Map<string, () => void>();
  const handle: Handle = ({ id }) => {
    running.add(id);
    together.push([...running]);
    return new Promise(resolve => {
      ends.set(id, () => {
        running.delete(id);
        resolve();
      });
    });
  };
  let clock = 1_000_000;
  const testing = { now: () => clock, random: () => 1, sleep: () => new Promise<never>(() => {}) };
  const { dispatcher, entries } = await dispatcherOf(handle, testing, ['a', 'b', 'c']);
  const [a, b, c] = entries.map(entry => ({ ...entry, conversation: entry.key }));
  const settle = async (): Promise<void> => {
    for (let turns = 0; turns < 20; turns++) await nextTurn();
  };
  if (a) dispatcher.add(a, 'live');
  await settle();
  if (b) dispatcher.add({ ...b, interruptions: 3 }, 'left-over');
  clock += 2_000;
  dispatcher.pump();
  await settle();
  expect([...running]).toEqual(['a']);
  ends.get('a')?.();
  await settle();
  expect([...running]).toEqual(['b']);
  if (c) dispatcher.add(c, 'live');
  await settle();
  expect([...running]).toEqual(['b']);
  // A suspect that takes long does not hold the others back for more than a minute.
  clock += 60_000;
  dispatcher.pump();
  await settle();
  expect([...running]).toEqual(['b', 'c']);
  expect(together).toEqual([['a'], ['b'], ['b', 'c']]);
});
