import { EventEmitter } from 'node:events';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Delivery } from '../../src/delivery.ts';
import type { SocketEvents } from '../../src/socket-events.ts';

const session = { connectionId: 'c', resumed: false };
const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** A delivery, what it logged, and what it did to its valve. */
function start(concurrency = 100) {
  const emitter = new EventEmitter<SocketEvents>();
  const log: string[] = [];
  const valve: string[] = [];
  const logger = { debug() {}, info() {}, warn() {}, error: (line: string) => void log.push(line) };
  const delivery = new Delivery(
    emitter,
    { concurrency, logger, token: 's3cr3t' },
    { hold: () => void valve.push('hold'), release: () => void valve.push('release') },
  );
  return { emitter, delivery, log, valve };
}

it('calls every listener, whatever the others do, and reports those that fail', async () => {
  const { emitter, delivery, log } = start();
  const heard: string[] = [];
  const failures: string[] = [];
  emitter.on('ready', () => {
    throw new Error('thrown');
  });
  emitter.on('ready', () => Promise.reject(new Error('rejected')));
  emitter.on('ready', ({ connectionId }) => heard.push(connectionId));
  emitter.on('failed', ({ event, error }) => failures.push(`${event}: ${(error as Error).message}`));

  delivery.tell('ready', session);
  await turn();
  expect(heard).toEqual(['c']);
  expect(failures).toEqual(['ready: thrown', 'ready: rejected']);
  expect(log.map(report => report.split('\n')[0])).toEqual([
    "a listener of 'ready' failed: Error: thrown",
    "a listener of 'ready' failed: Error: rejected",
  ]);
});

it('only logs that a listener of failures failed, and keeps the token out', () => {
  const { emitter, delivery, log } = start();
  emitter.on('failed', () => {
    throw new Error('twice, with s3cr3t');
  });
  delivery.tell('failed', { event: 'posted', error: undefined });
  expect(log).toHaveLength(1);
  expect(log[0]).toContain("a listener of 'failed' failed: Error: twice, with [redacted]");
});

it('survives an error that cannot even be shown', () => {
  const { emitter, delivery, log } = start();
  emitter.on('ready', () => {
    throw {
      [inspect.custom]() {
        throw new Error('no');
      },
    };
  });
  delivery.tell('ready', session);
  expect(log).toEqual(["a listener of 'ready' failed: with an error that cannot be shown"]);
});

it('calls a once listener once', () => {
  const { emitter, delivery } = start();
  let calls = 0;
  emitter.once('ready', () => {
    calls += 1;
  });
  delivery.tell('ready', session);
  delivery.tell('ready', session);
  expect(calls).toBe(1);
});

it('holds while too many promises are unsettled, and lets go when one has settled, well or not', async () => {
  const { emitter, delivery, valve } = start(2);
  const ends: (() => void)[] = [];
  emitter.on('ready', () => new Promise((resolve, reject) => ends.push(resolve as () => void, reject)));
  delivery.tell('ready', session);
  expect(delivery.held).toBe(false);
  delivery.tell('ready', session);
  expect(delivery.held).toBe(true);
  expect(valve).toEqual(['hold']);

  ends[1]?.();
  await turn();
  expect(delivery.unsettled).toBe(1);
  expect(valve).toEqual(['hold', 'release']);
});

it('lets go only after the listeners that are being called', async () => {
  const { delivery, valve } = start();
  delivery.pause(true);
  delivery.pause(false);
  expect(valve).toEqual(['hold']);
  await turn();
  expect(valve).toEqual(['hold', 'release']);
});

it('does not let go when it is to hold again by then', async () => {
  const { delivery, valve } = start();
  delivery.pause(true);
  delivery.pause(false);
  delivery.pause(true);
  await turn();
  expect(valve.at(-1)).toBe('hold');
});

it('has its valve as it should be once all is quiet, whatever happened', async () => {
  const step = fc.constantFrom('pause', 'resume', 'call', 'settle');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 3 }), async (steps, concurrency) => {
      const { emitter, delivery, valve } = start(concurrency);
      const open: (() => void)[] = [];
      emitter.on('ready', () => new Promise<void>(resolve => open.push(resolve)));
      for (const what of steps) {
        if (what === 'call') delivery.tell('ready', session);
        else if (what === 'settle') open.shift()?.();
        else delivery.pause(what === 'pause');
        if (what === 'settle') await turn();
      }
      await turn();
      expect(valve.at(-1) ?? 'release').toBe(delivery.held ? 'hold' : 'release');
    }),
    { numRuns: 50 },
  );
});
