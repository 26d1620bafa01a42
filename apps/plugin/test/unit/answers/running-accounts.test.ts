import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { announceRunning, type RunningAccount, whenRunning } from '../../../src/answers/running-accounts.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const account = () => ({}) as RunningAccount;

describe('an account that runs', () => {
  it('is found by its id, until it leaves', async () => {
    const [mine, other] = [account(), account()];
    const leave = announceRunning('mine', mine);
    const leaveOther = announceRunning('other', other);
    expect(await whenRunning('mine')).toBe(mine);
    leave();
    expect(await whenRunning('other')).toBe(other);
    leaveOther();
  });

  it('is waited for while it is being started', async () => {
    const mine = account();
    const found = whenRunning('late');
    await vi.advanceTimersByTimeAsync(5_000);
    const leave = announceRunning('late', mine);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await found).toBe(mine);
    leave();
  });

  it('is not taken away by the one before it, which leaves late', async () => {
    const [before, after] = [account(), account()];
    const leaveBefore = announceRunning('again', before);
    const leaveAfter = announceRunning('again', after);
    leaveBefore();
    expect(await whenRunning('again')).toBe(after);
    leaveAfter();
  });
});

describe('an account that does not run', () => {
  it('is told by name, after a while', async () => {
    const found = whenRunning('nobody');
    const told = expect(found).rejects.toThrow('The Mattermost account "nobody" is not running, so nothing was sent.');
    await vi.advanceTimersByTimeAsync(61_000);
    await told;
  });

  it('is not waited for any longer by somebody who gives up', async () => {
    const giving = new AbortController();
    const found = whenRunning('nobody', giving.signal);
    const told = expect(found).rejects.toThrow();
    giving.abort();
    await told;
    expect(vi.getTimerCount()).toBe(0);
  });
});
