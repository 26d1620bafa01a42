import { EventEmitter } from 'node:events';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Delivery } from '../../src/delivery.ts';
import type { SocketEvents } from '../../src/socket-events.ts';

const session = { connectionId: 'c', resumed: false };
const nextTurn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** A delivery, what it logged, and how it moved its valve. */
function start(concurrency = 100) {
  const emitter = new EventEmitter<SocketEvents>();
  const log: string[] = [];
  const valve: string[] = [];
  const logger = { debug() {}, info() {}, warn() {}, error: (line: string) => void log.push(line) };
  const delivery = new Delivery(
    emitter,
    { concurrency, logger, token: 's3cr3t-token' },
    { hold: () => void valve.push('hold'), release: () => void valve.push('release') },
  );
  return { emitter, delivery, log, valve };
}

it('Every listener is called, whatever the others do, and those that fail are reported', async () => {
  const { emitter, delivery, log } = start();
  const heard: string[] = [];
  const failures: string[] = [];
  emitter.on('ready', () => {
    throw new Error('thrown');
  });
  emitter.on('ready', () => Promise.reject(new Error('rejected')));
  emitter.on('ready', ({ connectionId }) => heard.push(connectionId));
  emitter.on('failed', ({ event, error }) => failures.push(`${event}: ${(error as Error).message}`));

  delivery.emit('ready', session);
  await nextTurn();
  expect(heard).toEqual(['c']);
  expect(failures).toEqual(['ready: thrown', 'ready: rejected']);
  expect(log.map(report => report.split('\n')[0])).toEqual([
    "a listener of 'ready' failed: Error: thrown",
    "a listener of 'ready' failed: Error: rejected",
  ]);
});

it('A listener of failures that fails itself is only logged, without the token', () => {
  const { emitter, delivery, log } = start();
  emitter.on('failed', () => {
    throw new Error('twice, with s3cr3t-token');
  });
  delivery.emit('failed', { event: 'posted', error: undefined });
  expect(log).toHaveLength(1);
  expect(log[0]).toContain("a listener of 'failed' failed: Error: twice, with [redacted]");
});

it('A thrown value that cannot even be shown is survived', () => {
  const { emitter, delivery, log } = start();
  emitter.on('ready', () => {
    throw {
      [inspect.custom]() {
        throw new Error('no');
      },
    };
  });
  delivery.emit('ready', session);
  expect(log).toEqual(["a listener of 'ready' failed: with an error that cannot be shown"]);
});

it('A listener attached with once is called once', () => {
  const { emitter, delivery } = start();
  let calls = 0;
  emitter.once('ready', () => {
    calls += 1;
  });
  delivery.emit('ready', session);
  delivery.emit('ready', session);
  expect(calls).toBe(1);
});

it('Events wait while too many promises are unsettled, and come again once one has resolved or rejected', async () => {
  const { emitter, delivery, valve } = start(2);
  const ends: (() => void)[] = [];
  emitter.on('ready', () => new Promise((resolve, reject) => ends.push(resolve as () => void, reject)));
  delivery.emit('ready', session);
  expect(delivery.isHeld).toBe(false);
  delivery.emit('ready', session);
  expect(delivery.isHeld).toBe(true);
  expect(valve).toEqual(['hold']);

  ends[1]?.();
  await nextTurn();
  expect(delivery.unsettled).toBe(1);
  expect(valve).toEqual(['hold', 'release']);
});

it('Events come again only after the listeners that are being called', async () => {
  const { delivery, valve } = start();
  delivery.pause();
  delivery.resume();
  expect(valve).toEqual(['hold']);
  await nextTurn();
  expect(valve).toEqual(['hold', 'release']);
});

it('A resume that is followed by a pause at once lets no event come', async () => {
  const { delivery, valve } = start();
  delivery.pause();
  delivery.resume();
  delivery.pause();
  await nextTurn();
  expect(valve.at(-1)).toBe('hold');
});

it('The valve is as it should be once all is quiet, whatever happened before', async () => {
  const step = fc.constantFrom('pause', 'resume', 'call', 'settle');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 3 }), async (steps, concurrency) => {
      const { emitter, delivery, valve } = start(concurrency);
      const open: (() => void)[] = [];
      emitter.on('ready', () => new Promise<void>(resolve => open.push(resolve)));
      for (const what of steps) {
        if (what === 'call') delivery.emit('ready', session);
        else if (what === 'settle') open.shift()?.();
        else if (what === 'pause') delivery.pause();
        else delivery.resume();
        if (what === 'settle') await nextTurn();
      }
      await nextTurn();
      expect(valve.at(-1) ?? 'release').toBe(delivery.isHeld ? 'hold' : 'release');
    }),
    { numRuns: 50 },
  );
});
