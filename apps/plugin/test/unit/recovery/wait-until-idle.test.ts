import { describe, expect, it } from 'vitest';
import type { SessionNote } from '../../../src/host/session-entry.ts';
import { untilAtRest } from '../../../src/recovery/wait-until-idle.ts';

const queued = { deliveries: [{ state: 'delivered' }, { state: 'queued' }] };
const running: SessionNote = { status: 'running', abortedLastRun: false };
const sending: SessionNote = { status: 'done', pendingFinalDelivery: { createdAt: Date.now() + 60_000, ...queued } };
const lost: SessionNote = { status: 'done', pendingFinalDelivery: { createdAt: 1, ...queued } };
const idle: SessionNote = { status: 'done' };
const stopped: SessionNote = { status: 'killed', abortedLastRun: true };
const times = { quietMs: 20, longestMs: 5_000, pauseMs: 1 };

/** Waits while the session goes through `notes`, whose last one stays; returns how many were left by then. */
async function wait(notes: SessionNote[], isAnswered: (left: number) => boolean = () => false, changed = {}) {
  const left = [...notes];
  await untilAtRest(
    {
      session: { agentId: 'main', sessionKey: 'agent:main:main' },
      sessionNote: () => (left.length > 1 ? left.shift() : left[0]),
      isAnswered: () => isAnswered(left.length),
      signal: AbortSignal.timeout(10_000),
    },
    { ...times, ...changed },
  );
  return left.length;
}

describe('a post that went into another post’s turn', () => {
  it('has its end when its answer stands', async () => {
    expect(await wait([running, running, running], left => left === 2)).toBe(2);
  });

  it.each([
    ['runs', running],
    ['has an answer to send', sending],
  ])('has its end when its session has nothing more to say, and not while it %s', async (_, busy) => {
    const after = await wait([...Array(60).fill(busy), idle], () => false, { quietMs: 30 });
    expect(after).toBe(1);
  });

  it.each([
    ['somebody has stopped the turn', stopped],
    ['an answer of an earlier process was lost with its queue', lost],
  ])('has its end when %s', async (_, note) => {
    // Were it busy, all of the notes would be gone through.
    expect(await wait(Array(2_000).fill(note), () => false, { quietMs: 30 })).toBeGreaterThan(1);
  });

  it('is left to the host when the turn does not end', async () => {
    expect(await wait(Array(5_000).fill(running), () => false, { longestMs: 50 })).toBeGreaterThan(1);
  });

  it('stays for the next start when the account is stopped', async () => {
    const waiting = untilAtRest({
      session: { agentId: 'main', sessionKey: 'agent:main:main' },
      sessionNote: () => running,
      isAnswered: () => false,
      signal: AbortSignal.timeout(50),
    });
    await expect(waiting).rejects.toThrow();
  });
});
