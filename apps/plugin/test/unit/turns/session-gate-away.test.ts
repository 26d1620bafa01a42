import { setImmediate as nextTick } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { stopOwnTurns } from '../../../src/turns/stop.ts';
import { openGate } from '../../support/session-gate.ts';
import { turnRequest } from '../../support/turn-request.ts';

// Turns that are stopped while they are away from the gate, and reservations for them.
const entered = { act: 'enter' };

it('A person stops a turn that is to go to OpenClaw again, and the next one enters at once', async () => {
  const { gate, come } = openGate();
  const request = turnRequest('again', { speaker: { id: 'alice', name: 'Alice' } });
  const { sessionKey } = request.route;
  gate.reserveFor(sessionKey, { accountId: 'default', id: 'again', writtenAt: 1, speakerId: 'alice' });
  const other = await come('other', { who: 'bob', timestamp: 2 });
  expect(other.result).toBe('waiting');
  expect(stopOwnTurns(gate, request)).toBe('stopped');
  await nextTick();
  expect(other.result).toEqual(entered);
  expect((await come('again', { timestamp: 1 })).result).toEqual({ act: 'dropped', code: 'stopped' });
});

it('Stopping a session also stops a turn that was cut off there and has not come again', async () => {
  const { gate, come } = openGate();
  const { sessionKey } = turnRequest('cut-off').route;
  gate.reserveFor(sessionKey, { accountId: 'default', id: 'cut-off', writtenAt: 0 });
  gate.markStopped(sessionKey);
  expect((await come('cut-off')).result).toEqual({ act: 'dropped', code: 'stopped' });
});

it('The session of a post is reserved for the account whose turn was cut off, and not for another that reads the post', async () => {
  const { gate, come } = openGate();
  const { sessionKey } = turnRequest('post').route;
  gate.reserveFor(sessionKey, { accountId: 'other', id: 'post', writtenAt: 0 });
  const own = await come('post');
  expect(own.result).toBe('waiting');
  gate.cancelReservation(sessionKey, { accountId: 'default', id: 'post' });
  await nextTick();
  expect(own.result).toBe('waiting');
});

it('A turn that OpenClaw does not end after /stop is left after five minutes', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { gate, come } = openGate();
  const { turn } = await come('first');
  gate.markStopped(turn.request.route.sessionKey);
  vi.advanceTimersByTime(5 * 60_000 - 1);
  expect(turn.controller.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(turn.controller.signal.aborted).toBe(true);
});
