import { setImmediate as nextTick } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { TurnRequest } from '../../../src/turns/turn.ts';
import { openGate } from '../../support/session-gate.ts';
import { turnRequest } from '../../support/turn-request.ts';

const entered = { act: 'enter' };

it('lets one turn at a time into a session, in the order in which they came', async () => {
  const { come, leave } = openGate();
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
  const { come } = openGate();
  await come('first');
  const { route } = turnRequest('other', { channel: { id: 'dev' } as TurnRequest['channel'] });
  expect((await come('other', { who: 'bob', route })).result).toEqual(entered);
});

it('lets a person join the turn of their own that runs, before others that wait', async () => {
  const { come, start } = openGate();
  const first = await come('first');
  const bobs = await come('second', { who: 'bob' });
  const third = await come('third');
  expect(third.result).toBe('waiting');
  await start(first);
  expect([bobs.result, third.result]).toEqual(['waiting', entered]);
});

it('lets nobody join a turn that is saying its last words, or that OpenClaw has queued', async () => {
  for (const state of ['isEnding', 'isQueued'] as const) {
    const { come, leave, start } = openGate();
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
  const { gate, come } = openGate();
  const first = await come('first', { mode: 'followup' });
  const bobs = await come('second', { who: 'bob', mode: 'followup' });
  first.turn.hasQuestion = true;
  gate.admitNext(first.turn);
  await nextTick();
  expect(bobs.result).toEqual(entered);
});

it('makes one turn of what a person wrote while they waited, where the queue mode is collect', async () => {
  const { come, leave } = openGate();
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
  const { come, leave } = openGate();
  const first = await come('first');
  const second = await come('second', { who: 'bob' });
  const third = await come('third', { mode: 'interrupt' });
  expect(first.turn.controller.signal.aborted).toBe(true);
  expect(second.result).toEqual({ act: 'dropped', code: 'interrupted' });
  await leave(first);
  expect(third.result).toEqual(entered);
});

it('drops what waits when the session is stopped', async () => {
  const { gate, come } = openGate();
  const first = await come('first');
  const second = await come('second', { who: 'bob' });
  gate.markStopped(first.turn.request.route.sessionKey);
  await nextTick();
  expect(second.result).toEqual({ act: 'dropped', code: 'stopped' });
});

it('forgets a turn whose account stops while it waits', async () => {
  const { come, leave } = openGate();
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
  const { gate, come, leave } = openGate();
  const first = await come('second', { posts: ['first', 'second'] });
  const turnWith = (post: string) => gate.turnWith('default', post);
  expect(turnWith('first')).toBe(first.turn);
  expect([turnWith('third'), gate.turnWith('other', 'first')]).toEqual([undefined, undefined]);
  await leave(first);
  expect(turnWith('first')).toBeUndefined();
});

it('orders what waits by when it was written, not by when it came', async () => {
  const { come, leave } = openGate();
  const first = await come('first', { timestamp: 1 });
  const later = await come('later', { who: 'bob', timestamp: 3 });
  const earlier = await come('earlier', { who: 'carol', timestamp: 2 });
  await leave(first);
  expect([earlier.result, later.result]).toEqual([entered, 'waiting']);
});

it('keeps everything out of a session until the turn that was cut off there has entered', async () => {
  const { gate, come, leave } = openGate();
  const { sessionKey } = turnRequest('cut-off').route;
  gate.reserveFor(sessionKey, { accountId: 'default', id: 'cut-off', writtenAt: 0 });
  const other = await come('other', { who: 'bob', timestamp: 1 });
  const cutOff = await come('cut-off', { timestamp: 2 });
  expect([other.result, cutOff.result]).toEqual(['waiting', entered]);
  await leave(cutOff);
  expect(other.result).toEqual(entered);
});

it('lets the others in when the turn that was cut off does not come', async () => {
  const { gate, come } = openGate();
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
  const { gate, come, leave } = openGate();
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
  const { gate, come, start } = openGate();
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
  const { gate, come } = openGate();
  const first = await come('first', { mode: 'followup' });
  gate.reserveFor(first.turn.request.route.sessionKey, { accountId: 'default', id: 'answer', writtenAt: 2 });
  first.turn.hasQuestion = true;
  const answer = await come('answer', { who: 'bob', mode: 'followup', timestamp: 2 });
  expect(answer.result).toEqual(entered);
});

it('keeps a direct message out of a turn whose answers go to another direct channel', async () => {
  const { gate, come, start } = openGate();
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
  const { come, leave } = openGate();
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
