import type { InboxStatus } from '@clawmost/mm-inbox';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createAccountStatus, keepTold } from '../../../src/account/status.ts';

const now = Date.UTC(2026, 10, 21, 16, 0, 0);

const quiet: InboxStatus = {
  ...{ state: 'ready', since: now, why: undefined, lastEventAt: undefined, lastGap: undefined },
  catchUp: { done: 0, of: 0, posts: 0 },
  leftOut: { posts: 0, channels: 0 },
  ...{ queued: 0, running: 0, handedOver: 0, dead: 0 },
};

/** An account's status, and what the host makes of everything that it is told. */
function open(at = now) {
  let snapshot: Record<string, unknown> = { running: true, lifecycle: 'starting' };
  const setStatus = (patch: object) => {
    snapshot = { ...snapshot, ...patch };
  };
  const status = createAccountStatus({ accountId: 'default', setStatus }, () => at);
  return { status, snapshot: () => snapshot };
}

describe('the status of an account', () => {
  it('never says that the account does not run, however little it has to do', () => {
    const { status, snapshot } = open();
    status.connecting();
    status.inbox(quiet);
    expect(snapshot()).toMatchObject({ running: true, connected: true, lifecycle: 'ready' });
    status.inbox({ ...quiet, running: 2 });
    expect(snapshot()).toMatchObject({ running: true, handingOver: 2 });
  });

  it('shows what is queued, what is in the hands of the host, dead letters and the last gap', () => {
    const { status, snapshot } = open();
    const lastGap = { reason: 'sequence', at: now - 5 };
    status.inbox({ ...quiet, queued: 1, handedOver: 3, dead: 4, lastGap, lastEventAt: now - 1 });
    expect(snapshot()).toMatchObject({
      ...{ queued: 1, handedOver: 3, deadLetters: 4, lastGapAt: now - 5, lastGapReason: 'sequence' },
      ...{ lastEventAt: now - 1, lastInboundAt: now - 1 },
    });
  });

  it('recovers from the first failure on, however many follow, until it is connected', () => {
    let time = now;
    const patches: Record<string, unknown>[] = [];
    const setStatus = (patch: object) => patches.push(patch as Record<string, unknown>);
    const status = createAccountStatus({ accountId: 'default', setStatus: setStatus as never }, () => time);
    status.recovering('no route');
    time += 60_000;
    status.recovering('still no route');
    expect(patches.at(-1)).toMatchObject({
      ...{ activity: 'recovering since 2026-11-21T16:00:00.000Z', connected: false, lastError: 'still no route' },
    });
    status.inbox(quiet);
    status.recovering('gone again');
    expect(patches.at(-1)).toMatchObject({ activity: 'recovering since 2026-11-21T16:01:00.000Z' });
  });

  it('says why it is blocked, also after the inbox has stopped for that reason', () => {
    const { status, snapshot } = open();
    status.inbox(quiet);
    status.blocked('the token was refused');
    status.inbox({ ...quiet, state: 'stopped' });
    expect(snapshot()).toMatchObject({ activity: 'blocked: the token was refused', lifecycle: 'blocked' });
  });
});

describe('counters that change with every post', () => {
  it('are told when they have changed, and only then, until the account ends', () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const end = new AbortController();
    let current = quiet;
    const told: InboxStatus[] = [];
    keepTold(
      () => current,
      status => told.push(status),
      end.signal,
    );
    vi.advanceTimersByTime(3_000);
    expect(told).toHaveLength(1);
    current = { ...quiet, lastEventAt: now };
    vi.advanceTimersByTime(3_000);
    expect(told.slice(1)).toEqual([current]);
    end.abort();
    current = quiet;
    vi.advanceTimersByTime(3_000);
    expect(told).toHaveLength(2);
  });
});
