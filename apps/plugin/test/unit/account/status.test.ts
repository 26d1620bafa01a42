import type { InboxStatus } from '@clawmost/mm-inbox';
import { describe, expect, it } from 'vitest';
import { activityOf, createAccountStatus } from '../../../src/account/status.ts';

const inbox = (given: Partial<InboxStatus>): InboxStatus =>
  ({
    state: 'ready',
    since: 0,
    why: undefined,
    queued: 0,
    running: 0,
    handedOver: 0,
    dead: 0,
    lastEventAt: undefined,
    lastGap: undefined,
    catchUp: { done: 0, of: 0 },
    leftOut: { channels: 0, posts: 0 },
    ...given,
  }) as InboxStatus;

function open() {
  const patches: Record<string, unknown>[] = [];
  const ctx = { accountId: 'default', setStatus: (patch: object) => void patches.push({ ...patch }) };
  return { patches, status: createAccountStatus(ctx as Parameters<typeof createAccountStatus>[0], () => 42) };
}

describe('what an account is doing', () => {
  it.each<[Partial<InboxStatus>, string]>([
    [{ state: 'starting' }, 'connecting'],
    [{ state: 'catching-up' }, 'signed in, listing what was missed'],
    [
      { state: 'catching-up', catchUp: { done: 3, of: 10 } as InboxStatus['catchUp'] },
      'catching up (3 of 10 channels)',
    ],
    [{ state: 'recovering', since: 0 }, 'recovering since 1970-01-01T00:00:00.000Z'],
    [{ state: 'blocked', why: 'token refused' }, 'blocked: token refused'],
    [{ state: 'ready' }, 'ready'],
  ])('%o: %s', (status, words) => {
    expect(activityOf(inbox(status))).toBe(words);
  });
});

describe('the status of an account', () => {
  it('is ready once it is signed in, and says so once', () => {
    const { patches, status } = open();
    status.inbox(inbox({ state: 'starting' }));
    status.inbox(inbox({ state: 'catching-up' }));
    status.inbox(inbox({ state: 'ready' }));
    expect(patches.map(({ connected, lifecycle }) => [connected, lifecycle])).toEqual([
      [undefined, undefined],
      [true, 'ready'],
      [undefined, undefined],
    ]);
  });

  it('is ready again after a break', () => {
    const { patches, status } = open();
    status.inbox(inbox({ state: 'ready' }));
    status.inbox(inbox({ state: 'recovering' }));
    status.recovering('cut');
    status.inbox(inbox({ state: 'ready' }));
    expect(patches[2]).toMatchObject({
      lifecycle: 'recovering',
      connected: false,
      lastDisconnect: { at: 42, error: 'cut' },
    });
    expect(patches[3]).toMatchObject({ connected: true });
  });

  it('is blocked where only a person can help', () => {
    const { patches, status } = open();
    status.blocked('token refused');
    expect(patches[0]).toMatchObject({ lifecycle: 'blocked', connected: false, activity: 'blocked: token refused' });
  });

  it('counts what waits, what runs and what was left out', () => {
    const { patches, status } = open();
    status.inbox(
      inbox({
        queued: 1,
        running: 2,
        handedOver: 3,
        dead: 4,
        leftOut: { channels: 1, posts: 5 } as InboxStatus['leftOut'],
      }),
    );
    expect(patches[0]).toMatchObject({ queued: 1, handingOver: 2, handedOver: 3, deadLetters: 4, leftOut: 5 });
  });
});
