import { describe, expect, it } from 'vitest';
import type { SessionNote } from '../../../src/host/session-entry.ts';
import { awaitHost, type HostsEnd } from '../../../src/recovery/await-host.ts';

const queued = {
  createdAt: Date.now() + 60_000,
  deliveries: [{ state: 'delivered' }, { state: 'queued' }],
};
const idle: SessionNote = { status: 'done' };
const interrupted: SessionNote = { status: 'running', abortedLastRun: true };
const running: SessionNote = { status: 'running', abortedLastRun: false };
const ended: SessionNote = { status: 'failed', mainRestartRecovery: { tombstone: {} } };
const times = { quietMs: 40, leastMs: 5, keepBackMs: 400, longestMs: 2_000, pauseMs: 1, lookMs: 20 };

/** Waits while the session goes through `notes`, whose last one stays; an answer is posted when `answeredAt` are left. */
async function watch(
  notes: (SessionNote | undefined)[],
  given: { answeredWith?: number; standing?: boolean; reachableSince?: number; withoutCrash?: boolean } = {},
  changed: Partial<typeof times> = {},
) {
  const left = [...notes];
  const startedAt = Date.now();
  const { reachableSince = startedAt } = given;
  let handedOver = false;
  let looks = 0;
  const end = await awaitHost(
    {
      session: { agentId: 'main', sessionKey: 'agent:main:main' },
      sessionNote: () => {
        looks += 1;
        return left.length > 1 ? left.shift() : left[0];
      },
      isAnswered: () => given.answeredWith !== undefined && left.length <= given.answeredWith,
      answerStands: async () => given.standing ?? false,
      handOver: () => {
        handedOver = true;
      },
      reachableSince: () => reachableSince,
      startedAt: Math.min(startedAt, reachableSince),
      isFromBefore: !given.withoutCrash,
      signal: AbortSignal.timeout(30_000),
    },
    { ...times, ...changed },
  );
  return { end, handedOver, looks };
}

describe('a post that the host has', () => {
  it.each<[string, (SessionNote | undefined)[], Parameters<typeof watch>[1], HostsEnd]>([
    ['whose answer stands already', [idle], { standing: true }, 'answered'],
    [
      'whose turn is resumed and answers',
      [interrupted, interrupted, running, running, idle],
      { answeredWith: 2 },
      'answered',
    ],
    [
      'whose answer is in the host’s queue',
      [{ pendingFinalDelivery: queued }, { pendingFinalDelivery: queued }, idle],
      { answeredWith: 1 },
      'answered',
    ],
    ['whose session was idle', [idle], {}, 'forgotten'],
    ['whose session is not known', [undefined], {}, 'forgotten'],
    ['whose session runs the turn of another post since', [idle, running], {}, 'forgotten'],
    [
      'whose session was ended while its answer is in the host’s queue',
      [{ ...ended, pendingFinalDelivery: queued }, { ...ended, pendingFinalDelivery: queued }, ended],
      { answeredWith: 1 },
      'answered',
    ],
    ['whose resumed turn has ended without a word', [interrupted, running, idle], {}, 'forgotten'],
  ])('%s', async (_, notes, given, end) => {
    expect((await watch(notes, given)).end).toBe(end);
  });

  it('is given up at once when the host has ended its session', async () => {
    const end = await watch([interrupted, ended], {}, { quietMs: 60_000 });
    expect(end).toMatchObject({ end: 'forgotten', handedOver: false });
  });

  it('is given up sooner when the server could be reached for long, and not before it could', async () => {
    const soon = await watch([idle], { reachableSince: 0 }, { leastMs: 0, quietMs: 400 });
    const late = await watch([idle], {}, { leastMs: 0, quietMs: 400 });
    expect([soon.end, late.end]).toEqual(['forgotten', 'forgotten']);
    expect(soon.looks).toBeLessThan(5);
    expect(late.looks).toBeGreaterThan(5);
  });

  it('is not given up at the first look: its answer may be on its way just now', async () => {
    const given = { reachableSince: 0, answeredWith: 1 };
    const notes: SessionNote[] = Array(20).fill(idle);
    expect(await watch(notes, given, { leastMs: 1_000, quietMs: 0 })).toMatchObject({ end: 'answered' });
  });

  it('is given up although an answer from before the crash is called queued: the queue has lost it', async () => {
    const orphan: SessionNote = { status: 'done', pendingFinalDelivery: { ...queued, createdAt: 1 } };
    expect(await watch([orphan])).toMatchObject({ end: 'forgotten' });
  });

  it('waits for all that its session has to do where there was no crash: it may be in a queue', async () => {
    const given = { answeredWith: 1, withoutCrash: true };
    const busy: SessionNote[] = Array(40).fill(running);
    expect(await watch([idle, ...busy, idle], given, { quietMs: 20, pauseMs: 2 })).toMatchObject({ end: 'answered' });
    expect(await watch([idle, ...busy, idle], { withoutCrash: true })).toMatchObject({ end: 'forgotten' });
  });

  it('keeps the next post back until its turn is resumed', async () => {
    expect(await watch([interrupted, running, idle], { answeredWith: 1 })).toMatchObject({ handedOver: true });
    expect(await watch([interrupted], { answeredWith: 1 })).toMatchObject({ handedOver: false });
  });

  it('is left to the host when its turn does not end', async () => {
    expect(await watch([interrupted])).toMatchObject({ end: 'answered', handedOver: true });
  });

  it('is not waited for when the account is stopped', async () => {
    const waiting = awaitHost({
      session: { agentId: 'main', sessionKey: 'agent:main:main' },
      sessionNote: () => interrupted,
      isAnswered: () => false,
      answerStands: async () => false,
      handOver: () => {},
      reachableSince: () => 0,
      startedAt: 0,
      isFromBefore: true,
      signal: AbortSignal.timeout(50),
    });
    await expect(waiting).rejects.toThrow();
  });
});
