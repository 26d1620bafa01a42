import { AsyncLocalStorage } from 'node:async_hooks';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it, vi } from 'vitest';
import { createMemoryLedger, type InboxState, LeaseHeldError } from '../../src/index.ts';
import { openOffice } from '../support/office.ts';

const patient = { timeout: 60_000 };

it('The inbox reports each state from its start to its stop', async () => {
  const { alice, ops, bot, mattermost } = await openOffice();
  const states: InboxState[] = [];
  const tell = ({ state }: { state: InboxState }): void => {
    if (states.at(-1) !== state) states.push(state);
  };
  const { inbox, heard, is } = await bot({ onStatus: tell });
  await alice.says('one', { in: ops });
  await heard(1);
  expect(inbox.status()).toMatchObject({ lastGap: { reason: 'first-start' }, why: undefined });
  expect(inbox.status().lastEventAt).toBeGreaterThan(0);
  await mattermost.goDown();
  await is('recovering');
  expect(inbox.status().why).toBeTruthy();
  await mattermost.comeBack();
  await is('ready');
  await inbox.stop();
  expect(states).toEqual(['starting', 'catching-up', 'ready', 'recovering', 'catching-up', 'ready', 'stopped']);
});

it('The inbox continues when onStatus throws', async () => {
  const { alice, ops, bot } = await openOffice();
  const { heard, log } = await bot({
    onStatus: () => {
      throw new Error('not my day');
    },
  });
  await alice.says('one', { in: ops });
  await heard(1);
  expect(log.join()).toContain('onStatus failed: not my day');
});

it('The inbox misses no post while the connection is cut again and again', async () => {
  const { alice, ops, bot, mattermost } = await openOffice();
  const { heard, handled } = await bot();
  const expected: string[] = [];
  for (let index = 0; index < 40; index++) {
    expected.push(`post ${index}`);
    await alice.says(`post ${index}`, { in: ops });
    if (index % 5 === 2) for (const socket of mattermost.sockets) socket.cut();
    if (index % 13 === 7) await mattermost.restart();
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  await heard(40);
  expect([...handled].sort()).toEqual([...expected].sort());
});

it('An inbox can be started and stopped several times', async () => {
  const { alice, ops, bot } = await openOffice();
  const { inbox, handled, heard, is } = await bot();
  await Promise.all([inbox.start(), inbox.start()]);
  await Promise.all([inbox.stop(), inbox.stop()]);
  await inbox.stop();
  await alice.says('while stopped', { in: ops });
  await inbox.start();
  await is('ready');
  await alice.says('after', { in: ops });
  await heard(2);
  expect(handled).toEqual(['while stopped', 'after']);
});

it('The inbox stops when its signal aborts', async () => {
  const { bot, mattermost } = await openOffice();
  const abort = new AbortController();
  const { is } = await bot({ signal: abort.signal });
  abort.abort();
  await is('stopped');
  await vi.waitFor(() => expect(mattermost.sockets).toEqual([]), patient);
});

it('An inbox starts only when no other process holds the lease of its ledger', async () => {
  const { bot, store } = await openOffice();
  const elsewhere = createMemoryLedger({
    store,
    testing: { holder: { host: 'elsewhere', pid: 4, processBeganAt: 5 } },
  });
  await elsewhere.acquireLease();
  await expect(bot()).rejects.toBeInstanceOf(LeaseHeldError);
  await elsewhere.close();
  await bot();
});

it('The inbox is blocked, with the reason, when the server refuses the token', async () => {
  const { alice, claw, ops, bot, mattermost } = await openOffice();
  const { inbox, is, handled } = await bot();
  mattermost.revoke(claw.token);
  // The server would let it wait for 5 s before it drops it.
  mattermost.faults.answer({ path: '/websocket' }, { status: 401 });
  for (const socket of mattermost.sockets) socket.cut();
  await is('blocked');
  expect(inbox.status().why).toMatch(/refuses the token/);
  await alice.says('anybody?', { in: ops });
  expect(handled).toEqual([]);
});

it('The inbox fetches posts again that the ledger did not take', async () => {
  const { alice, ops, bot, store } = await openOffice();
  const ledger = createMemoryLedger({ store });
  const append = ledger.append.bind(ledger);
  let full = false;
  ledger.append = async batch => {
    if (full) throw new Error('disk full');
    return append(batch);
  };
  const { heard, is, log } = await bot({ ledger });
  full = true;
  await alice.says('one', { in: ops });
  await alice.says('two', { in: ops });
  await vi.waitFor(() => expect(log.join()).toContain('disk full'), patient);
  full = false;
  expect(await heard(2)).toEqual(['one', 'two']);
  await is('ready');
});

it('An entry of your own kind is on disk when add resolves, and is handled once', async () => {
  const { bot, store } = await openOffice();
  const clicks: unknown[] = [];
  const { inbox } = await bot({ kinds: { click: async (payload, { key }) => void clicks.push([key, payload]) } });
  expect(await inbox.add({ kind: 'click', id: '7', payload: { choice: 'yes' } })).toBe(true);
  expect(store.entries.has('click:7')).toBe(true);
  expect(await inbox.add({ kind: 'click', id: '7', payload: { choice: 'no' } })).toBe(false);
  await vi.waitFor(() => expect(clicks).toEqual([['click:7', { choice: 'yes' }]]), patient);
  await expect(inbox.add({ kind: 'slash', id: '1', payload: 0 })).rejects.toThrow('kind: expected one of kinds');
});

/** Starts and stops an inbox of the built package; a timer that is left would keep the process alive. */
const program = `
  import { createInbox, createMemoryLedger } from ${JSON.stringify(new URL('../../dist/index.js', import.meta.url).href)};
  import { createRestClient } from ${JSON.stringify(import.meta.resolve('@clawmost/mm-rest'))};
  import { createSocket } from ${JSON.stringify(import.meta.resolve('@clawmost/mm-ws'))};
  const account = { baseUrl: process.argv[1], token: process.argv[2] };
  const inbox = createInbox({
    rest: createRestClient(account),
    ws: createSocket(account),
    ledger: createMemoryLedger(),
    handle: async () => { throw new Error('so that a retry is waiting'); },
    onStatus: async ({ state, running, queued }) => { if (state === 'ready') await inbox.stop(); },
  });
  await inbox.start();
`;

it('The process can exit after the inbox has stopped', async () => {
  const { mattermost, claw } = await openOffice();
  const args = ['--input-type=module', '--eval', program, mattermost.url, claw.token];
  await promisify(execFile)(process.execPath, args, { timeout: 60_000 });
}, 90_000);

it('The handler of an added entry does not run in the asynchronous context of its caller, such as an HTTP request', async () => {
  const { bot } = await openOffice();
  const caller = new AsyncLocalStorage<string>();
  const seen: (string | undefined)[] = [];
  const { inbox } = await bot({ kinds: { click: async () => void seen.push(caller.getStore()) } });
  await caller.run('a request', () => inbox.add({ kind: 'click', id: '8', payload: {} }));
  await vi.waitUntil(() => seen.length === 1, { timeout: 60_000 });
  expect(seen).toEqual([undefined]);
});
