import { expect, it } from 'vitest';
import { type Lease, remainingLeaseMs, thisProcess } from '../../src/ledger/lease.ts';

const lease: Lease = { host: 'h', pid: 10, processBeganAt: 5, token: 't', heartbeatAt: 100_000 };
const us = { host: 'h', pid: 11, processBeganAt: 6 };
const alive = (): boolean => true;
const dead = (): boolean => false;

it('A lease expires 30 s after its last renewal', () => {
  expect(remainingLeaseMs(lease, us, 100_000, alive)).toBe(30_000);
  expect(remainingLeaseMs(lease, us, 129_999, alive)).toBe(1);
  expect(remainingLeaseMs(lease, us, 130_000, alive)).toBe(0);
  expect(remainingLeaseMs(undefined, us, 0, alive)).toBe(0);
});

it('A lease ends at once when its process is gone', () => {
  expect(remainingLeaseMs(lease, us, 100_000, dead)).toBe(0);
});

it('A lease of another machine lasts, because its process cannot be checked', () => {
  expect(remainingLeaseMs({ ...lease, host: 'other' }, us, 100_000, dead)).toBe(30_000);
});

it('A lease ends when our process has the id of its holder but began later', () => {
  expect(remainingLeaseMs({ ...lease, pid: us.pid }, us, 100_000, alive)).toBe(0);
  expect(remainingLeaseMs({ ...lease, ...us }, us, 100_000, dead)).toBe(30_000);
});

it('The check for a living process works without help', () => {
  const me = thisProcess();
  expect(remainingLeaseMs({ ...lease, host: me.host, pid: process.ppid }, me, 100_000)).toBe(30_000);
  expect(remainingLeaseMs({ ...lease, host: me.host, pid: 2 ** 22 + 1 }, me, 100_000)).toBe(0);
});
