import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import type { SocketEvents } from '../../src/socket-events.ts';
import { tell } from '../../src/tell.ts';

const session = { connectionId: 'c', resumed: false };

it('calls every listener, whatever the others do, and reports those that fail', async () => {
  const emitter = new EventEmitter<SocketEvents>();
  const heard: string[] = [];
  const reports: string[] = [];
  emitter.on('ready', () => {
    throw new Error('thrown');
  });
  emitter.on('ready', () => Promise.reject(new Error('rejected')));
  emitter.on('ready', ({ connectionId }) => heard.push(connectionId));

  tell(emitter, 'ready', session, report => reports.push(report));
  await Promise.resolve();
  expect(heard).toEqual(['c']);
  expect(reports.map(report => report.split('\n')[0])).toEqual([
    "a listener of 'ready' failed: Error: thrown",
    "a listener of 'ready' failed: Error: rejected",
  ]);
});

it('calls a once listener once', () => {
  const emitter = new EventEmitter<SocketEvents>();
  let calls = 0;
  emitter.once('ready', () => {
    calls += 1;
  });
  tell(emitter, 'ready', session, () => {});
  tell(emitter, 'ready', session, () => {});
  expect(calls).toBe(1);
});
