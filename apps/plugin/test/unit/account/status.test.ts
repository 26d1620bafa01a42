import type { InboxStatus } from '@clawmost/mm-inbox';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { activityOf, createAccountStatus, reportStatusChanges } from '../../../src/account/status.ts';

const start = Date.UTC(2026, 10, 21, 16, 0, 0);

/** The status of an inbox that is ready, with nothing to do, unless the test says otherwise. */
const inboxWith = (given: Partial<InboxStatus> = {}): InboxStatus => ({
  ...{ state: 'ready', since: start, why: undefined, lastEventAt: undefined, lastGap: undefined },
  catchUp: { done: 0, of: 0, posts: 0 },
  leftOut: { posts: 0, channels: 0 },
  ...{ queued: 0, running: 0, released: 0, dead: 0, isPolling: false },
  ...given,
});

/** The status of an account; `snapshot` is what OpenClaw makes of all patches, `lines` the log. */
function open() {
  const clock = { now: start };
  let snapshot: Record<string, unknown> = { running: true, lifecycle: 'starting' };
  const patches: Record<string, unknown>[] = [];
  const lines: string[] = [];
  const setStatus = (patch: object) => {
    patches.push({ ...patch });
    snapshot = { ...snapshot, ...patch };
  };
  const push = (line: string) => void lines.push(line);
  const log = { error: push, warn: push };
  const status = createAccountStatus({ accountId: 'default', setStatus }, log, () => clock.now);
  return { ...{ status, patches, lines, clock }, snapshot: () => snapshot };
}

describe('activityOf', () => {
  it.each<[Partial<InboxStatus>, string]>([
    [{ state: 'starting' }, 'connecting'],
    [{ state: 'catching-up' }, 'signed in, listing what was missed'],
    [{ state: 'catching-up', catchUp: { done: 3, of: 10, posts: 7 } }, 'catching up (3 of 10 channels)'],
    [{ state: 'recovering', since: 0 }, 'recovering since 1970-01-01T00:00:00.000Z'],
    [{ state: 'blocked', why: 'token refused' }, 'blocked: token refused'],
    [{ state: 'ready' }, 'ready'],
  ])('The activity of an inbox with %o is “%s”', (given, activity) => {
    expect(activityOf(inboxWith(given))).toBe(activity);
  });
});

describe('createAccountStatus', () => {
  it('Each hint is logged once, and all of them are shown', () => {
    const { status, lines, snapshot } = open();
    const clock = { message: 'the clocks differ', fix: 'set them' };
    const list = { message: 'a list is wrong', fix: 'change it' };
    status.showHints([clock]);
    status.showHints([clock, list]);
    status.showHints([]);
    expect(lines).toEqual(['the clocks differ: set them', 'a list is wrong: change it']);
    expect(snapshot()['hints']).toEqual([clock, list]);
  });

  it('A failure that becomes final is logged again, without the promise to try again', () => {
    const { status, lines } = open();
    status.showFailure({ line: 'refused', terminal: false });
    status.showFailure({ line: 'refused', terminal: false });
    status.showFailure({ line: 'refused', terminal: true });
    expect(lines).toEqual(['refused (trying again)', 'refused']);
  });

  it('An account becomes ready when it has signed in, and says so once', () => {
    const { patches, status } = open();
    status.showConnecting();
    for (const state of ['starting', 'catching-up', 'ready'] as const) status.showInbox(inboxWith({ state }));
    expect(patches.map(({ connected, lifecycle }) => [connected, lifecycle])).toEqual([
      [undefined, undefined],
      [undefined, undefined],
      [true, 'ready'],
      [undefined, undefined],
    ]);
  });

  it('An account is ready again after its connection was lost', () => {
    const { snapshot, status } = open();
    status.showInbox(inboxWith());
    status.showInbox(inboxWith({ state: 'recovering' }));
    status.showFailure({ line: 'no route', terminal: false });
    expect(snapshot()).toMatchObject({
      ...{ lifecycle: 'recovering', connected: false, lastError: 'no route' },
      lastDisconnect: { at: start, error: 'no route' },
    });
    status.showInbox(inboxWith());
    expect(snapshot()).toMatchObject({ lifecycle: 'ready', connected: true, activity: 'ready' });
  });

  it('An account never says that it does not run, whatever its inbox does', () => {
    const { status, snapshot } = open();
    status.showInbox(inboxWith());
    expect(snapshot()).toMatchObject({ running: true, handingOver: 0 });
    status.showInbox(inboxWith({ running: 2 }));
    expect(snapshot()).toMatchObject({ running: true, handingOver: 2 });
  });

  it('The snapshot has the counters of the inbox, its last event and its last gap', () => {
    const { status, snapshot } = open();
    const counters = { queued: 1, running: 2, released: 3, dead: 4, leftOut: { channels: 1, posts: 5 } };
    const lastGap = { reason: 'sequence', at: start - 5 };
    status.showInbox(inboxWith({ ...counters, lastGap, lastEventAt: start - 1 }));
    expect(snapshot()).toMatchObject({
      ...{ queued: 1, handingOver: 2, handedOver: 3, deadLetters: 4, leftOut: 5 },
      ...{ lastGapAt: start - 5, lastGapReason: 'sequence', lastEventAt: start - 1, lastInboundAt: start - 1 },
    });
  });

  it('An account recovers since its first failure, however many follow, until it is connected', () => {
    const { status, snapshot, clock } = open();
    status.showFailure({ line: 'no route', terminal: false });
    clock.now += 60_000;
    status.showFailure({ line: 'still no route', terminal: false });
    expect(snapshot()).toMatchObject({
      ...{ activity: 'recovering since 2026-11-21T16:00:00.000Z', lastError: 'still no route' },
    });
    status.showInbox(inboxWith());
    status.showFailure({ line: 'gone again', terminal: false });
    expect(snapshot()).toMatchObject({ activity: 'recovering since 2026-11-21T16:01:00.000Z' });
  });

  it('A final failure blocks the account, and its reason stays whatever the inbox says afterwards', () => {
    const { status, snapshot } = open();
    status.showInbox(inboxWith());
    status.showFailure({ line: 'token refused', terminal: true });
    status.showInbox(inboxWith({ state: 'blocked', why: 'the server refuses the token' }));
    status.showInbox(inboxWith({ state: 'stopped' }));
    expect(snapshot()).toMatchObject({
      ...{ activity: 'blocked: token refused', lifecycle: 'blocked', connected: false },
    });
  });

  it('A failure is logged once for as long as it stays the same', () => {
    const { status, lines } = open();
    for (const line of ['not there', 'not there', 'no JSON', 'no JSON']) status.showFailure({ line, terminal: false });
    expect(lines).toEqual(['not there (trying again)', 'no JSON (trying again)']);
  });

  it('A failure is logged again when the connection worked in between', () => {
    const { status, lines } = open();
    status.showFailure({ line: 'not there', terminal: false });
    status.clearFailure();
    status.showFailure({ line: 'not there', terminal: false });
    expect(lines).toEqual(['not there (trying again)', 'not there (trying again)']);
  });

  it('The log does not say that an account tries again after a final failure', () => {
    const { status, lines } = open();
    status.showFailure({ line: 'token refused', terminal: true });
    expect(lines).toEqual(['token refused']);
  });

  it('The version of the server is in the snapshot, and news only when it is another one', () => {
    const { status, snapshot } = open();
    expect(status.showServer(undefined)).toBe(true);
    expect(snapshot()).toMatchObject({ serverVersion: 'unknown', mode: 'Mattermost unknown' });
    expect(status.showServer('10.11.0')).toBe(true);
    expect(status.showServer('10.11.0')).toBe(false);
    expect(snapshot()).toMatchObject({ serverVersion: '10.11.0', mode: 'Mattermost 10.11.0' });
  });

  it('The time of the last post of the bot is in the snapshot', () => {
    const { status, snapshot } = open();
    status.notePosted();
    expect(snapshot()).toMatchObject({ lastOutboundAt: start });
  });
});

describe('reportStatusChanges', () => {
  it('A changed counter is reported once, until the account stops', () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const stop = new AbortController();
    let current = inboxWith();
    const reported: InboxStatus[] = [];
    reportStatusChanges(
      () => current,
      status => reported.push(status),
      stop.signal,
    );
    vi.advanceTimersByTime(3_000);
    expect(reported).toHaveLength(1);
    current = inboxWith({ lastEventAt: start });
    vi.advanceTimersByTime(3_000);
    expect(reported.slice(1)).toEqual([current]);
    stop.abort();
    current = inboxWith({ queued: 1 });
    vi.advanceTimersByTime(3_000);
    expect(reported).toHaveLength(2);
    expect(vi.getTimerCount()).toBe(0);
  });
});
