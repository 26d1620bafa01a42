import { expect, it, vi } from 'vitest';
import { createMemoryLedger, LeaseHeldError } from '../../src/index.ts';
import { openOffice } from '../support/office.ts';

const patient = { timeout: 60_000, interval: 5 };

it('On the very first start, a post between the call of start and the sign-in is handled', async () => {
  const { alice, ops, bot, mattermost } = await openOffice();
  await alice.says('before', { in: ops });
  const signIn = mattermost.faults.hold({ path: '/websocket' });
  const { heard, inbox, handled } = await bot({ untilReady: false });
  await signIn.met;
  await alice.says('hello', { in: ops });
  signIn.lift();
  await heard(1);
  await inbox.ready();
  expect(handled).toEqual(['hello']);
});

it('On the very first start, posts from the time in which the server could not be reached are handled', async () => {
  const { alice, ops, bot, mattermost } = await openOffice();
  await alice.says('before', { in: ops });
  mattermost.faults.answer({ by: { username: 'claw' }, path: /./ }, { status: 503, body: 'away' });
  const { heard, inbox, handled } = await bot({ untilReady: false });
  await alice.says('one', { in: ops });
  await alice.says('two', { in: ops });
  mattermost.faults.liftAll();
  await heard(2);
  await inbox.ready();
  expect(handled).toEqual(['one', 'two']);
});

it('The very first start is recorded again when the ledger did not take it', async () => {
  const { alice, ops, bot, store } = await openOffice();
  const ledger = createMemoryLedger({ store });
  const advance = ledger.advance.bind(ledger);
  let failures = 0;
  ledger.advance = async change => {
    failures += 1;
    if (failures <= 3) throw new Error('disk full');
    return advance(change);
  };
  const { heard, inbox } = await bot({ ledger, untilReady: false });
  await alice.says('hello', { in: ops });
  expect(await heard(1)).toEqual(['hello']);
  await inbox.ready();
  expect(inbox.status().why).toBeUndefined();
});

it('ready resolves after the first catch-up, also when it is called before start', async () => {
  const { alice, ops, bot, mattermost } = await openOffice();
  const first = await bot();
  await first.stop();
  await alice.says('missed', { in: ops });
  const reading = mattermost.faults.hold({ path: /posts/, method: 'GET', times: 1 });
  let isReady = false;
  const second = await bot({ untilReady: false });
  const ready = second.inbox.ready().then(() => {
    isReady = true;
  });
  await reading.met;
  expect(isReady).toBe(false);
  reading.lift();
  await ready;
  expect(second.inbox.status().state).toBe('ready');
  await second.inbox.ready();
});

it('ready rejects when the inbox is stopped before it is ready, and ended resolves', async () => {
  const { bot, mattermost } = await openOffice();
  const signIn = mattermost.faults.hold({ path: '/websocket' });
  const { inbox } = await bot({ untilReady: false });
  const [ready, ended] = [inbox.ready(), inbox.ended()];
  await signIn.met;
  await inbox.stop();
  await expect(ready).rejects.toThrow('the inbox was stopped before it was ready');
  await ended;
});

it('ready and ended reject with the error of a start that failed', async () => {
  const { bot, store } = await openOffice();
  const elsewhere = createMemoryLedger({
    store,
    testing: { holder: { host: 'elsewhere', pid: 4, processBeganAt: 5 } },
  });
  await elsewhere.acquireLease();
  const { inbox } = await bot({ starts: false });
  const promises = [inbox.start(), inbox.ready(), inbox.ended()];
  for (const promise of promises) await expect(promise).rejects.toBeInstanceOf(LeaseHeldError);
  await elsewhere.close();
  await inbox.start();
  await inbox.ready();
});

it('A refused token ends the inbox with an error, in its log and in ended, and start works again later', async () => {
  const { alice, claw, ops, bot, mattermost } = await openOffice();
  const { inbox, log, heard } = await bot();
  const ended = inbox.ended();
  mattermost.faults.answer({ by: claw, path: /./ }, refusedToken);
  for (const socket of mattermost.sockets) socket.cut();
  const error = await ended.catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'token-refused' });
  expect(inbox.status()).toMatchObject({ state: 'blocked', why: (error as Error).message });
  expect(log).toContain(`the inbox is blocked: ${(error as Error).message}`);
  mattermost.faults.liftAll();
  await alice.says('while it was blocked', { in: ops });
  await inbox.start();
  await inbox.ready();
  expect(await heard(1)).toEqual(['while it was blocked']);
  const endedAgain = inbox.ended();
  await inbox.stop();
  await endedAgain;
});

/** What Mattermost answers to a token that was revoked. */
const refusedToken = {
  status: 401,
  body: JSON.stringify({ id: 'api.context.session_expired.app_error', message: 'expired', status_code: 401 }),
};

it('The log has one warning when the connection is lost and one line when it is back', async () => {
  const { bot, mattermost } = await openOffice();
  const { is, log } = await bot();
  await mattermost.goDown();
  await is('recovering');
  await vi.waitFor(() => expect(mattermost.sockets).toEqual([]), patient);
  await mattermost.comeBack();
  await is('ready');
  expect(log.filter(line => line.startsWith('the connection is lost: '))).toHaveLength(1);
  expect(log.filter(line => line === 'the connection is back')).toHaveLength(1);
});

it('A call of start right after stop starts the inbox again', async () => {
  const { alice, ops, bot } = await openOffice();
  const { inbox, heard } = await bot();
  const stopped = inbox.stop();
  const started = inbox.start();
  await Promise.all([stopped, started]);
  await inbox.ready();
  await alice.says('hello', { in: ops });
  expect(await heard(1)).toEqual(['hello']);
});

it('A handler that stops the inbox has its post settled, and stop does not wait for it', async () => {
  const { alice, ops, bot, store } = await openOffice();
  const { inbox, log } = await bot({ handle: async () => inbox.stop(), stopTimeoutMs: 600_000 });
  const post = await alice.says('!shutdown', { in: ops });
  await inbox.ended();
  expect(store.entries.get(post.id)).toMatchObject({ state: 'settled', outcome: 'answered' });
  expect(log.join()).not.toContain('did not end in time');
  const second = await bot();
  await alice.says('next', { in: ops });
  expect(await second.heard(1)).toEqual(['next']);
});
