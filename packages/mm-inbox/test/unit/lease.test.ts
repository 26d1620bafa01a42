import { describe, expect, it } from 'vitest';
import { type Lease, leaseGoodFor, thisProcess } from '../../src/ledger/lease.ts';

const lease: Lease = { host: 'h', pid: 10, processBeganAt: 5, token: 't', heartbeatAt: 100_000 };
const us = { host: 'h', pid: 11, processBeganAt: 6 };
const alive = (): boolean => true;
const dead = (): boolean => false;

describe('a lease', () => {
  it('is good for 30 s after the last sign of life', () => {
    expect(leaseGoodFor(lease, us, 100_000, alive)).toBe(30_000);
    expect(leaseGoodFor(lease, us, 129_999, alive)).toBe(1);
    expect(leaseGoodFor(lease, us, 130_000, alive)).toBe(0);
    expect(leaseGoodFor(undefined, us, 0, alive)).toBe(0);
  });

  it('ends at once when its process is gone', () => {
    expect(leaseGoodFor(lease, us, 100_000, dead)).toBe(0);
  });

  it('of another machine lasts, because nobody can look whether its process is gone', () => {
    expect(leaseGoodFor({ ...lease, host: 'other' }, us, 100_000, dead)).toBe(30_000);
  });

  it('ends when our process has the number of the one that took it, but began later', () => {
    expect(leaseGoodFor({ ...lease, pid: us.pid }, us, 100_000, alive)).toBe(0);
    expect(leaseGoodFor({ ...lease, ...us }, us, 100_000, dead)).toBe(30_000);
  });

  it('knows by itself whether a process lives', () => {
    const me = thisProcess();
    expect(leaseGoodFor({ ...lease, host: me.host, pid: process.ppid }, me, 100_000)).toBe(30_000);
    expect(leaseGoodFor({ ...lease, host: me.host, pid: 2 ** 22 + 1 }, me, 100_000)).toBe(0);
  });
});
