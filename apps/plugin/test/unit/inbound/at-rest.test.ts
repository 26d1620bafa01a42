import { describe, expect, it } from 'vitest';
import { untilAtRest } from '../../../src/inbound/at-rest.ts';
import type { SessionNote } from '../../../src/inbound/session-note.ts';

const queued = { deliveries: [{ state: 'delivered' }, { state: 'queued' }] };
const running: SessionNote = { status: 'running', abortedLastRun: false };
const sending: SessionNote = { status: 'done', pendingFinalDelivery: queued };
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

  it('has its end when its session has nothing more to say, and not before', async () => {
    expect(await wait([running, sending, idle])).toBe(1);
  });

  it('has its end when somebody has stopped the turn', async () => {
    expect(await wait([running, stopped])).toBe(1);
  });

  it('is left to the host when the turn does not end', async () => {
    expect(await wait([running], () => false, { longestMs: 50 })).toBe(1);
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
