import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { withDeadline } from '../../src/deadline.ts';

const never = () => new Promise<never>(() => {});
const expired = () => new Error('expired');

it('The result of the work is returned', async () => {
  await expect(withDeadline(60_000, undefined, expired, async () => 'done')).resolves.toBe('done');
});

it('The error of the work is thrown as it is', async () => {
  const failure = new Error('broken');
  await expect(withDeadline(60_000, undefined, expired, () => Promise.reject(failure))).rejects.toBe(failure);
});

it('Work that ignores its signal ends with the deadline', async () => {
  await expect(withDeadline(5, undefined, expired, never)).rejects.toThrow('expired');
});

it('The signal of the work aborts when its time is up', async () => {
  let seen: AbortSignal | undefined;
  const work = (signal: AbortSignal) => {
    seen = signal;
    return never();
  };
  await expect(withDeadline(5, undefined, expired, work)).rejects.toThrow();
  expect(seen?.reason).toMatchObject({ message: 'expired' });
});

it('A signal that aborts meanwhile throws its own reason', async () => {
  const reason = { any: 'thing' };
  const controller = new AbortController();
  const call = withDeadline(60_000, controller.signal, expired, never);
  controller.abort(reason);
  await expect(call).rejects.toBe(reason);
});

it('Work does not begin when the signal has aborted already', async () => {
  let begun = false;
  const work = async () => {
    begun = true;
  };
  await expect(withDeadline(60_000, AbortSignal.abort('early'), expired, work)).rejects.toBe('early');
  expect(begun).toBe(false);
});

it('No listener is left on the signal, however the work ends', async () => {
  const { signal } = new AbortController();
  const listening = () => getEventListeners(signal, 'abort').length;
  const calls = [
    withDeadline(60_000, signal, expired, async () => {
      expect(listening()).toBe(1);
    }),
    withDeadline(5, signal, expired, never),
    withDeadline(60_000, signal, expired, () => Promise.reject(new Error('broken'))),
  ];
  await Promise.allSettled(calls);
  expect(listening()).toBe(0);
});
