import { setImmediate as nextTick } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { QueueMode } from '../../../src/host/queue-mode.ts';
import { createOpenTurn, type OpenTurn } from '../../../src/turns/open-turn.ts';
import { type Passage, SessionGate } from '../../../src/turns/session-gate.ts';
import type { TurnRequest } from '../../../src/turns/turn-request.ts';
import { turnRequest } from '../../support/turn-request.ts';

const never = new AbortController().signal;

/** A turn at the gate, and what has become of it. */
interface Visitor {
  readonly turn: OpenTurn;
  passage: Passage | 'waiting' | 'aborted';
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
    const turn = createOpenTurn('default', turnRequest(id, { speaker: { id: who, name: who }, ...more }));
    const visitor: Visitor = { turn, passage: 'waiting' };
    gate.enter(turn, mode, signal).then(
      passage => {
        visitor.passage = passage;
      },
      () => {
        visitor.passage = 'aborted';
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
    gate.changed(turn);
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
  expect([first, second, third].map(({ passage }) => passage)).toEqual([entered, 'waiting', 'waiting']);
  await leave(first);
  expect([second.passage, third.passage]).toEqual([entered, 'waiting']);
  await leave(second);
  expect(third.passage).toEqual(entered);
});

it('keeps sessions apart', async () => {
  const { come } = open();
  await come('first');
  const { route } = turnRequest('other', { channel: { id: 'dev' } as TurnRequest['channel'] });
  expect((await come('other', { who: 'bob', route })).passage).toEqual(entered);
});

it('lets a person join the turn of their own that runs, before others that wait', async () => {
  const { come, start } = open();
  const first = await come('first');
  const bobs = await come('second', { who: 'bob' });
  const third = await come('third');
  expect(third.passage).toBe('waiting');
  await start(first);
  expect([bobs.passage, third.passage]).toEqual(['waiting', entered]);
});

it('lets nobody join a turn that is saying its last words, or that OpenClaw has queued', async () => {
  for (const state of ['isEnding', 'isQueued'] as const) {
    const { come, leave, start } = open();
    const first = await come('first');
    first.turn[state] = true;
    await start(first);
    const second = await come('second');
    expect(second.passage).toBe('waiting');
    await leave(first);
    expect(second.passage).toEqual(entered);
  }
});

it('lets everyone through while the agent waits for an answer to its question', async () => {
  const { gate, come } = open();
  const first = await come('first', { mode: 'followup' });
  const bobs = await come('second', { who: 'bob', mode: 'followup' });
  first.turn.hasQuestion = true;
  gate.changed(first.turn);
  await nextTick();
  expect(bobs.passage).toEqual(entered);
});

it('makes one turn of what a person wrote while they waited, where the queue mode is collect', async () => {
  const { come, leave } = open();
  const mode = 'collect';
  const first = await come('first', { mode });
  const [second, third] = [await come('second', { mode }), await come('third', { mode, writtenAt: 3 })];
  const bobs = await come('fourth', { mode, who: 'bob' });
  await leave(first);
  expect(second.passage).toEqual({ act: 'collected', into: third.turn });
  expect([third.passage, bobs.passage]).toEqual([entered, 'waiting']);
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
  expect(first.turn.stop.signal.aborted).toBe(true);
  expect(second.passage).toEqual({ act: 'dropped', code: 'interrupted' });
  await leave(first);
  expect(third.passage).toEqual(entered);
});

it('drops what waits when the session is stopped', async () => {
  const { gate, come } = open();
  const first = await come('first');
  const second = await come('second', { who: 'bob' });
  gate.stop(first.turn.request.route.sessionKey);
  await nextTick();
  expect(second.passage).toEqual({ act: 'dropped', code: 'stopped' });
});

it('forgets a turn whose account stops while it waits', async () => {
  const { come, leave } = open();
  const stop = new AbortController();
  const first = await come('first');
  const second = await come('second', { who: 'bob', signal: stop.signal });
  const third = await come('third', { who: 'carol' });
  stop.abort();
  await nextTick();
  expect(second.passage).toBe('aborted');
  await leave(first);
  expect(third.passage).toEqual(entered);
});

it('knows the turn in which a post is, as long as that is in the session', async () => {
  const { gate, come, leave } = open();
  const first = await come('second', { posts: ['first', 'second'] });
  expect(gate.turnWith('first')).toBe(first.turn);
  expect(gate.turnWith('third')).toBeUndefined();
  await leave(first);
  expect(gate.turnWith('first')).toBeUndefined();
});

it('orders what waits by when it was written, not by when it came', async () => {
  const { come, leave } = open();
  const first = await come('first', { timestamp: 1 });
  const later = await come('later', { who: 'bob', timestamp: 3 });
  const earlier = await come('earlier', { who: 'carol', timestamp: 2 });
  await leave(first);
  expect([earlier.passage, later.passage]).toEqual([entered, 'waiting']);
});

it('keeps everything out of a session until the turn that was cut off there has entered', async () => {
  const { gate, come, leave } = open();
  const { sessionKey } = turnRequest('cut-off').route;
  gate.keepFor(sessionKey, 'cut-off', 0);
  const other = await come('other', { who: 'bob', timestamp: 1 });
  const cutOff = await come('cut-off', { timestamp: 2 });
  expect([other.passage, cutOff.passage]).toEqual(['waiting', entered]);
  await leave(cutOff);
  expect(other.passage).toEqual(entered);
});

it('lets the others in when the turn that was cut off does not come', async () => {
  const { gate, come } = open();
  const { sessionKey } = turnRequest('cut-off').route;
  gate.keepFor(sessionKey, 'cut-off', 0);
  const other = await come('other');
  gate.letOthersIn(sessionKey, 'another one');
  expect(other.passage).toBe('waiting');
  gate.letOthersIn(sessionKey, 'cut-off');
  await nextTick();
  expect(other.passage).toEqual(entered);
});

it('keeps a session for the earliest of several turns that have to go again', async () => {
  const { gate, come, leave } = open();
  const { sessionKey } = turnRequest('first').route;
  gate.keepFor(sessionKey, 'second', 2);
  gate.keepFor(sessionKey, 'first', 1);
  const third = await come('third', { timestamp: 3 });
  const second = await come('second', { timestamp: 2 });
  const first = await come('first', { timestamp: 1 });
  const passages = () => [first, second, third].map(({ passage }) => passage);
  expect(passages()).toEqual([entered, 'waiting', 'waiting']);
  await leave(first);
  expect(passages()).toEqual([entered, entered, 'waiting']);
});

it('lets a message join a turn only when OpenClaw has taken the one before it', async () => {
  const { gate, come, start } = open();
  const first = await come('first');
  await start(first);
  const second = await come('second');
  const third = await come('third');
  expect([second.passage, third.passage]).toEqual([entered, 'waiting']);
  second.turn.joined = first.turn;
  gate.changed(second.turn);
  await nextTick();
  expect(third.passage).toEqual(entered);
});

it('lets the answer to a question through that has to go again', async () => {
  const { gate, come } = open();
  const first = await come('first', { mode: 'followup' });
  gate.keepFor(first.turn.request.route.sessionKey, 'answer', 2);
  first.turn.hasQuestion = true;
  const answer = await come('answer', { who: 'bob', mode: 'followup', timestamp: 2 });
  expect(answer.passage).toEqual(entered);
});
