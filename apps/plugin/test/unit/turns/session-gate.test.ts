import { setImmediate as nextTick } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { QueueMode } from '../../../src/host/session-entry.ts';
import { SessionGate } from '../../../src/turns/session-gate.ts';
import type { GateResult } from '../../../src/turns/session-order.ts';
import { stopOwnTurns } from '../../../src/turns/stop.ts';
import type { TurnRequest } from '../../../src/turns/turn.ts';
import { createTurn, type Turn } from '../../../src/turns/turn.ts';
import { turnRequest } from '../../support/turn-request.ts';

const never = new AbortController().signal;

/** A turn at the gate, and what has become of it. */
interface Visitor {
  readonly turn: Turn;
  result: GateResult | 'waiting' | 'aborted';
}

function open() {
  const gate = new SessionGate();
  async function come(
    id: string,
    {
      who = 'alice',
      mode = 'steer' as QueueMode,
      signal = never,
      ...more
    }: { who?: string; mode?: QueueMode; signal?: AbortSignal } & Partial<TurnRequest> = {},
  ): Promise<Visitor> {
    const turn = createTurn('default', turnRequest(id, { speaker: { id: who, name: who }, ...more }), signal);
    const visitor: Visitor = { turn, result: 'waiting' };
    gate.enter(turn, mode, signal).then(
      result => {
        visitor.result = result;
      },
      () => {
        visitor.result = 'aborted';
      },
    );
    await nextTick();
    return visitor;
  }
  async function leave({ turn }: Visitor): Promise<void> {
    gate.leave(turn);
    await nextTick();
  }
  async function start({ turn }: Visitor): Promise<void> {
    turn.isStarted = true;
    gate.admitNext(turn);
    await nextTick();
  }
  return { gate, come, leave, start };
}

const entered = { act: 'enter' };

it('lets one turn at a time into a session, in the order in which they came', async () => {
  const { come, leave } = open();
  const first = await come('first');
  const second = await come('second', { who: 'bob' });
  const third = await come('third', { who: 'carol' });
  expect([first, second, third].map(({ result }) => result)).toEqual([entered, 'waiting', 'waiting']);
  await leave(first);
  expect([second.result, third.result]).toEqual([entered, 'waiting']);
  await leave(second);
  expect(third.result).toEqual(entered);
});

it('keeps sessions apart', async () => {
  const { come } = open();
  await come('first');
  const { route } = turnRequest('other', { channel: { id: 'dev' } as TurnRequest['channel'] });
  expect((await come('other', { who: 'bob', route })).result).toEqual(entered);
});

it('lets a person join the turn of their own that runs, before others that wait', async () => {
  const { come, start } = open();
  const first = await come('first');
  const bobs = await come('second', { who: 'bob' });
  const third = await come('third');
  expect(third.result).toBe('waiting');
  await start(first);
  expect([bobs.result, third.result]).toEqual(['waiting', entered]);
});

it('lets nobody join a turn that is saying its last words, or that OpenClaw has queued', async () => {
  for (const state of ['isEnding', 'isQueued'] as const) {
    const { come, leave, start } = open();
    const first = await come('first');
    first.turn[state] = true;
    await start(first);
    const second = await come('second');
    expect(second.result).toBe('waiting');
    await leave(first);
    expect(second.result).toEqual(entered);
  }
});

it('lets everyone through while the agent waits for an answer to its question', async () => {
  const { gate, come } = open();
  const first = await come('first', { mode: 'followup' });
  const bobs = await come('second', { who: 'bob', mode: 'followup' });
  first.turn.hasQuestion = true;
  gate.admitNext(first.turn);
  await nextTick();
  expect(bobs.result).toEqual(entered);
});

it('makes one turn of what a person wrote while they waited, where the queue mode is collect', async () => {
  const { come, leave } = open();
  const mode = 'collect';
  const first = await come('first', { mode });
  const [second, third] = [await come('second', { mode }), await come('third', { mode, writtenAt: 3 })];
  const bobs = await come('fourth', { mode, who: 'bob' });
  await leave(first);
  expect(second.result).toEqual({ act: 'collected', into: third.turn });
  expect([third.result, bobs.result]).toEqual([entered, 'waiting']);
  expect(third.turn.request).toMatchObject({
    id: 'third',
    posts: ['second', 'third'],
    text: 'second\nthird',
    writtenAt: 1,
  });
});

it('stops the turn that runs and drops what waits when a message comes in the queue mode interrupt', async () => {
  const { come, leave } = open();
  const first = await come('first');
  const second = await come('second', { who: 'bob' });
  const third = await come('third', { mode: 'interrupt' });
  expect(first.turn.controller.signal.aborted).toBe(true);
  expect(second.result).toEqual({ act: 'dropped', code: 'interrupted' });
  await leave(first);
  expect(third.result).toEqual(entered);
});

it('drops what waits when the session is stopped', async () => {
  const { gate, come } = open();
  const first = await come('first');
  const second = await come('second', { who: 'bob' });
  gate.markStopped(first.turn.request.route.sessionKey);
  await nextTick();
  expect(second.result).toEqual({ act: 'dropped', code: 'stopped' });
});

it('forgets a turn whose account stops while it waits', async () => {
  const { come, leave } = open();
  const stop = new AbortController();
  const first = await come('first');
  const second = await come('second', { who: 'bob', signal: stop.signal });
  const third = await come('third', { who: 'carol' });
  stop.abort();
  await nextTick();
  expect(second.result).toBe('aborted');
  await leave(first);
  expect(third.result).toEqual(entered);
});

it('knows the turn in which a post is, as long as that is in the session', async () => {
  const { gate, come, leave } = open();
  const first = await come('second', { posts: ['first', 'second'] });
  const turnWith = (post: string) => gate.turnWith('default', post);
  expect(turnWith('first')).toBe(first.turn);
  expect([turnWith('third'), gate.turnWith('other', 'first')]).toEqual([undefined, undefined]);
  await leave(first);
  expect(turnWith('first')).toBeUndefined();
});

it('orders what waits by when it was written, not by when it came', async () => {
  const { come, leave } = open();
  const first = await come('first', { timestamp: 1 });
  const later = await come('later', { who: 'bob', timestamp: 3 });
  const earlier = await come('earlier', { who: 'carol', timestamp: 2 });
  await leave(first);
  expect([earlier.result, later.result]).toEqual([entered, 'waiting']);
});

it('keeps everything out of a session until the turn that was cut off there has entered', async () => {
  const { gate, come, leave } = open();
  const { sessionKey } = turnRequest('cut-off').route;
  gate.reserveFor(sessionKey, { accountId: 'default', id: 'cut-off', writtenAt: 0 });
  const other = await come('other', { who: 'bob', timestamp: 1 });
  const cutOff = await come('cut-off', { timestamp: 2 });
  expect([other.result, cutOff.result]).toEqual(['waiting', entered]);
  await leave(cutOff);
  expect(other.result).toEqual(entered);
});

it('lets the others in when the turn that was cut off does not come', async () => {
  const { gate, come } = open();
  const { sessionKey } = turnRequest('cut-off').route;
  gate.reserveFor(sessionKey, { accountId: 'default', id: 'cut-off', writtenAt: 0 });
  const other = await come('other');
  gate.cancelReservation(sessionKey, { accountId: 'default', id: 'another one' });
  expect(other.result).toBe('waiting');
  gate.cancelReservation(sessionKey, { accountId: 'default', id: 'cut-off' });
  await nextTick();
  expect(other.result).toEqual(entered);
});

it('keeps a session for the earliest of several turns that have to go again', async () => {
  const { gate, come, leave } = open();
  const { sessionKey } = turnRequest('first').route;
  gate.reserveFor(sessionKey, { accountId: 'default', id: 'second', writtenAt: 2 });
  gate.reserveFor(sessionKey, { accountId: 'default', id: 'first', writtenAt: 1 });
  const third = await come('third', { timestamp: 3 });
  const second = await come('second', { timestamp: 2 });
  const first = await come('first', { timestamp: 1 });
  const results = () => [first, second, third].map(({ result }) => result);
  expect(results()).toEqual([entered, 'waiting', 'waiting']);
  await leave(first);
  expect(results()).toEqual([entered, entered, 'waiting']);
});

it('lets a message join a turn only when OpenClaw has taken the one before it', async () => {
  const { gate, come, start } = open();
  const first = await come('first');
  await start(first);
  const second = await come('second');
  const third = await come('third');
  expect([second.result, third.result]).toEqual([entered, 'waiting']);
  second.turn.joined = first.turn;
  gate.admitNext(second.turn);
  await nextTick();
  expect(third.result).toEqual(entered);
});

it('lets the answer to a question through that has to go again', async () => {
  const { gate, come } = open();
  const first = await come('first', { mode: 'followup' });
  gate.reserveFor(first.turn.request.route.sessionKey, { accountId: 'default', id: 'answer', writtenAt: 2 });
  first.turn.hasQuestion = true;
  const answer = await come('answer', { who: 'bob', mode: 'followup', timestamp: 2 });
  expect(answer.result).toEqual(entered);
});

it('keeps a direct message out of a turn whose answers go to another direct channel', async () => {
  const { gate, come, start } = open();
  const { route } = turnRequest('any');
  const inChannel = (id: string) => ({ route, channel: { id } as TurnRequest['channel'] });
  const first = await come('first', inChannel('alice-claw'));
  await start(first);
  first.turn.hasQuestion = true;
  gate.admitNext(first.turn);
  const second = await come('second', inChannel('alice-robo'));
  const answer = await come('answer', inChannel('alice-claw'));
  expect([second.result, answer.result]).toEqual(['waiting', entered]);
});

it('interrupts only what was written before', async () => {
  const { come, leave } = open();
  const mode = 'interrupt';
  const later = await come('later', { mode, timestamp: 2 });
  const earlier = await come('earlier', { mode, timestamp: 1 });
  expect([later.turn.controller.signal.aborted, earlier.result]).toEqual([
    false,
    { act: 'dropped', code: 'interrupted' },
  ]);
  const last = await come('last', { mode, timestamp: 3 });
  expect([later.turn.controller.signal.aborted, last.result]).toEqual([true, 'waiting']);
  await leave(later);
  expect(last.result).toEqual(entered);
});

it('A person stops a turn that is to go to OpenClaw again, and the next one enters at once', async () => {
  const { gate, come } = open();
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
  const { gate, come } = open();
  const { sessionKey } = turnRequest('cut-off').route;
  gate.reserveFor(sessionKey, { accountId: 'default', id: 'cut-off', writtenAt: 0 });
  gate.markStopped(sessionKey);
  expect((await come('cut-off')).result).toEqual({ act: 'dropped', code: 'stopped' });
});

it('The session of a post is reserved for the account whose turn was cut off, and not for another that reads the post', async () => {
  const { gate, come } = open();
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
  const { gate, come } = open();
  const { turn } = await come('first');
  gate.markStopped(turn.request.route.sessionKey);
  vi.advanceTimersByTime(5 * 60_000 - 1);
  expect(turn.controller.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(turn.controller.signal.aborted).toBe(true);
});
