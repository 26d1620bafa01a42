import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { registerRunning, whenRunning } from '../../../src/answers/running-accounts.ts';
import type { ReadyAccount } from '../../../src/server/ready-account.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const accountNamed = (accountId: string, signal = new AbortController().signal) =>
  ({ accountId, signal }) as ReadyAccount;

it('A running account is found by its id, until it is unregistered', async () => {
  const mine = accountNamed('mine');
  const unregister = registerRunning(mine);
  const unregisterOther = registerRunning(accountNamed('other'));
  expect(await whenRunning('mine')).toBe(mine);
  unregister();
  const search = expect(whenRunning('mine')).rejects.toThrow('is not running');
  await vi.advanceTimersByTimeAsync(61_000);
  await search;
  unregisterOther();
});

it('An account that is being started is waited for', async () => {
  const late = accountNamed('late');
  const found = whenRunning('late');
  await vi.advanceTimersByTimeAsync(5_000);
  const unregister = registerRunning(late);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await found).toBe(late);
  unregister();
});

it('An account that has stopped is not found, even before it is unregistered', async () => {
  const stop = new AbortController();
  const unregister = registerRunning(accountNamed('again', stop.signal));
  stop.abort();
  const found = whenRunning('again');
  await vi.advanceTimersByTimeAsync(1_000);
  const successor = accountNamed('again');
  const unregisterSuccessor = registerRunning(successor);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await found).toBe(successor);
  unregister();
  expect(await whenRunning('again')).toBe(successor);
  unregisterSuccessor();
});

it('After a minute the error names the account that does not run, and the command that says why', async () => {
  const search = expect(whenRunning('missing')).rejects.toThrow(
    'The Mattermost account "missing" is not running, so nothing was sent. "openclaw channels status" says why.',
  );
  await vi.advanceTimersByTimeAsync(61_000);
  await search;
});

it('A clock that is set back does not prolong the wait', async () => {
  const search = expect(whenRunning('missing')).rejects.toThrow('is not running');
  vi.setSystemTime(Date.now() - 24 * 3_600_000);
  await vi.advanceTimersByTimeAsync(61_000);
  await search;
});

it('Waiting for an account ends with the caller’s signal, and leaves no timer behind', async () => {
  const caller = new AbortController();
  const search = expect(whenRunning('missing', caller.signal)).rejects.toThrow();
  caller.abort();
  await search;
  expect(vi.getTimerCount()).toBe(0);
});
