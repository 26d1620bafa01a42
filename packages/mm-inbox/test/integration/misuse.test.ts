import { expect, it, vi } from 'vitest';
import { createInbox, createMemoryLedger, type InboxOptions } from '../../src/index.ts';
import { openOffice } from '../support/office.ts';

const patient = { timeout: 60_000, interval: 5 };

it('A logger that throws does not stop the inbox', async () => {
  const { alice, ops, bot, mattermost } = await openOffice();
  const fail = (): never => {
    throw new Error('EPIPE');
  };
  const { heard, is } = await bot({ logger: { debug: fail, info: fail, warn: fail, error: fail } });
  await alice.says('one', { in: ops });
  await heard(1);
  await mattermost.restart();
  await alice.says('two', { in: ops });
  expect(await heard(2)).toEqual(['one', 'two']);
  await is('ready');
});

it.each([[{}], ['answered'], [{ outcome: 'bogus' }], [{ outcome: 'silent', code: 5 }], [null]])(
  'A handler that returns %j has its post settled as answered, with a warning',
  async returned => {
    const { alice, ops, bot, store } = await openOffice();
    const { heard, inbox, log } = await bot({ handle: async () => returned as unknown as undefined });
    const post = await alice.says('one', { in: ops });
    await heard(1);
    await vi.waitFor(() => expect(inbox.status()).toMatchObject({ running: 0, queued: 0 }), patient);
    expect(store.entries.get(post.id)).toMatchObject({ outcome: 'answered', code: undefined });
    expect(log.join('\n')).toMatch(/handle: expected \{ outcome: .* got/);
  },
);

it.each([[undefined], [{}], ['yes'], [null]])(
  'An accept that returns %j is an error in the log and makes the post a dead letter',
  async returned => {
    const { alice, ops, bot } = await openOffice();
    const { inbox, log, handled } = await bot({ accept: async () => returned as unknown as boolean });
    await alice.says('one', { in: ops });
    await vi.waitFor(() => expect(inbox.status().dead).toBe(1), patient);
    expect(log.join('\n')).toContain("accept: expected true, false or { silent: 'why' }, got");
    expect(handled).toEqual([]);
  },
);

it('A conversation that throws or returns no text is blamed by name, and the channel is used', async () => {
  const { alice, ops, bot } = await openOffice();
  const { heard, log, is } = await bot({
    conversation: ({ message }) => {
      if (message === 'throws') throw new Error('no luck');
      return 5 as unknown as string;
    },
  });
  await alice.says('throws', { in: ops });
  await alice.says('returns a number', { in: ops });
  await heard(2);
  expect(log.join('\n')).toMatch(/conversation failed for \w+, so its channel is used: no luck/);
  expect(log.join('\n')).toContain('conversation: expected a function that returns a text, got number');
  await is('ready');
});

it('add refuses an empty id and a payload that JSON cannot carry', async () => {
  const { bot } = await openOffice();
  const { inbox } = await bot({ kinds: { click: async () => {} } });
  await expect(inbox.add({ kind: 'click', id: '', payload: 1 })).rejects.toThrow(
    'id: expected a text, got an empty text',
  );
  await expect(inbox.add({ kind: 'click', id: '1', payload: () => {} })).rejects.toThrow(
    'payload: expected something that JSON can carry, got function',
  );
});

it.each([
  [{ accept: 'all' }, 'accept: expected a function, got string'],
  [{ conversation: 1 }, 'conversation: expected a function, got number'],
  [{ onDead: {} }, 'onDead: expected a function, got object'],
  [{ handle: undefined }, 'handle: expected a function, got undefined'],
  [{ maxRunning: 0 }, 'maxRunning: expected a number, 1 or more, got 0'],
  [{ kinds: { click: null } }, 'kinds.click: expected a function, got null'],
  [{ ledger: {} }, 'ledger: expected one such as createMemoryLedger makes, got object'],
])('The options %j are refused by name', (wrong, message) => {
  const options = {
    rest: { posts: { since() {} } },
    ws: { on() {} },
    ledger: createMemoryLedger(),
    handle: async () => {},
  };
  expect(() => createInbox({ ...options, ...wrong } as unknown as InboxOptions)).toThrow(message);
});

it('The status says why while the ledger cannot be written', async () => {
  const { alice, ops, bot, store } = await openOffice();
  const ledger = createMemoryLedger({ store });
  const settle = ledger.settle.bind(ledger);
  let isFull = true;
  ledger.settle = async (key, outcome) => {
    if (isFull) throw new Error('disk full');
    return settle(key, outcome);
  };
  const { heard, inbox } = await bot({ ledger });
  await alice.says('one', { in: ops });
  await heard(1);
  await vi.waitFor(() => {
    expect(inbox.status()).toMatchObject({ state: 'ready', why: 'the ledger could not settle: disk full' });
  }, patient);
  isFull = false;
  await vi.waitFor(() => expect(inbox.status()).toMatchObject({ running: 0, why: undefined }), patient);
});

it('A retry is not delayed when the clock is set back', async () => {
  let offset = 0;
  const { alice, ops, bot } = await openOffice({ now: () => Date.now() + offset });
  const { heard, handled } = await bot({
    handle: async ({ message }, { attempt }) => {
      if (message !== 'shaky' || attempt > 1) return;
      offset = -3_600_000;
      throw new Error('not yet');
    },
  });
  await alice.says('shaky', { in: ops });
  await heard(2);
  await alice.says('next', { in: ops });
  expect(await heard(3)).toEqual(['shaky', 'shaky', 'next']);
  expect(handled).toHaveLength(3);
});
