import { beforeEach, describe, expect, it } from 'vitest';
import {
  LeaseHeldError,
  type LeaseHolder,
  LeaseLostError,
  type Ledger,
  LedgerClosedError,
  type NewEntry,
} from '../../src/index.ts';

/** Opens another ledger on the same store, as another process does. */
export type Open = (options: { now: () => number; holder: LeaseHolder }) => Ledger;

/** Somebody on another machine, so that only the heartbeat counts. */
export const here: LeaseHolder = { host: 'here', pid: 1, processBeganAt: 1 };
export const there: LeaseHolder = { host: 'there', pid: 2, processBeganAt: 2 };

export function post(key: string, at = 1, more: Partial<NewEntry> = {}): NewEntry {
  const payload = { id: key, message: `text of ${key}` };
  return { key, kind: 'post', conversation: 'c1', channelId: 'c1', rootId: '', at, editedAt: 0, payload, ...more };
}

/** What every ledger does. `fresh` returns a way to open ledgers on one new store. */
export function describeLedger(name: string, fresh: () => Open): void {
  describe(name, () => {
    let now = 1_000;
    let open: Open;
    let ledger: Ledger;
    const clock = () => now;

    beforeEach(async () => {
      now = 1_000;
      open = fresh();
      ledger = open({ now: clock, holder: here });
      await ledger.acquireLease();
    });

    it('takes an entry in once', async () => {
      expect(await ledger.append({ entries: [post('a'), post('b')] })).toEqual([true, true]);
      expect(await ledger.append({ entries: [post('b', 9), post('c')] })).toEqual([false, true]);
      expect((await ledger.unsettled()).map(({ key, at }) => [key, at])).toEqual([
        ['a', 1],
        ['b', 1],
        ['c', 1],
      ]);
    });

    it('lists what is unsettled in the order in which it was written', async () => {
      await ledger.append({ entries: [post('b', 2), post('c', 1), post('a', 2)] });
      expect((await ledger.unsettled()).map(({ key }) => key)).toEqual(['c', 'a', 'b']);
    });

    it('gives an entry to one who claims it, with what was appended', async () => {
      await ledger.append({ entries: [post('a')] });
      const claims = await Promise.all([ledger.claim('a'), ledger.claim('a'), ledger.claim('unknown')]);
      expect(claims.map(claim => claim?.payload)).toEqual([{ id: 'a', message: 'text of a' }, undefined, undefined]);
      expect(claims[0]?.entry.state).toBe('running');
    });

    it('forgets the payload of what is settled, and remembers how it ended', async () => {
      await ledger.append({ entries: [post('a')] });
      await ledger.claim('a');
      expect(await ledger.settle('a', { outcome: 'silent', code: 'not-mentioned' })).toBe(true);
      expect(await ledger.settle('a', { outcome: 'answered' })).toBe(false);
      expect(await ledger.claim('a')).toBeUndefined();
      const entry = (await ledger.find(['a'])).get('a');
      expect(entry).toMatchObject({ state: 'settled', outcome: 'silent', code: 'not-mentioned' });
      expect(await ledger.unsettled()).toEqual([]);
    });

    it('remembers what is of no interest without ever having it wait', async () => {
      expect(await ledger.append({ entries: [post('a', 1, { silent: 'own' })] })).toEqual([true]);
      expect(await ledger.append({ entries: [post('a')] })).toEqual([false]);
      expect(await ledger.unsettled()).toEqual([]);
      expect((await ledger.find(['a'])).get('a')).toMatchObject({ outcome: 'silent', code: 'own' });
    });

    it('has what failed wait until its time', async () => {
      await ledger.append({ entries: [post('a')] });
      await ledger.claim('a');
      await ledger.fail('a', { error: 'no luck', retryAt: 2_000 });
      expect(await ledger.claim('a')).toBeUndefined();
      now = 2_000;
      expect((await ledger.claim('a'))?.entry).toMatchObject({ failures: 1, error: 'no luck' });
    });

    it('puts back what was not done, which is no failure', async () => {
      await ledger.append({ entries: [post('a')] });
      await ledger.claim('a');
      expect(await ledger.putBack('a', 1_500)).toBe(true);
      expect(await ledger.putBack('a', 1_500)).toBe(false);
      expect(await ledger.claim('a')).toBeUndefined();
      now = 1_500;
      expect((await ledger.claim('a'))?.entry).toMatchObject({ claims: 2, failures: 0, interruptions: 0 });
    });

    it('keeps what failed too often, with its payload, for people to read, revive or drop', async () => {
      await ledger.append({ entries: [post('a', 1), post('b', 2)] });
      for (const key of ['a', 'b']) {
        await ledger.claim(key);
        await ledger.fail(key, { error: `${key} is broken` });
      }
      expect((await ledger.dead()).map(({ entry, payload }) => [entry.key, entry.error, payload])).toEqual([
        ['b', 'b is broken', { id: 'b', message: 'text of b' }],
        ['a', 'a is broken', { id: 'a', message: 'text of a' }],
      ]);
      expect(await ledger.dead(1)).toHaveLength(1);
      expect(await ledger.revive('a')).toBe(true);
      expect(await ledger.revive('a')).toBe(false);
      expect(await ledger.drop('b')).toBe(true);
      expect(await ledger.drop('b')).toBe(false);
      expect(await ledger.dead()).toEqual([]);
      expect((await ledger.claim('a'))?.payload).toEqual({ id: 'a', message: 'text of a' });
      expect((await ledger.find(['b'])).get('b')).toMatchObject({ outcome: 'silent', code: 'dropped' });
    });

    it('notes an adoption, which a restart does not undo', async () => {
      await ledger.append({ entries: [post('a')] });
      expect(await ledger.adopt('a')).toBe(false);
      await ledger.claim('a');
      expect(await ledger.adopt('a')).toBe(true);
      now += 60_000;
      const next = open({ now: clock, holder: there });
      await next.acquireLease();
      expect((await next.claim('a'))?.entry).toMatchObject({ adopted: true, claims: 2, interruptions: 1 });
    });

    it('revises what waits, and nothing else', async () => {
      await ledger.append({ entries: [post('a')] });
      expect(await ledger.revise('a', { message: 'edited' }, 50)).toBe(true);
      const claim = await ledger.claim('a');
      expect(claim?.payload).toEqual({ message: 'edited' });
      expect(claim?.entry.editedAt).toBe(50);
      expect(await ledger.revise('a', {}, 60)).toBe(false);
      expect(await ledger.revise('unknown', {}, 60)).toBe(false);
    });

    it('wakes what was silent, once for each edit', async () => {
      await ledger.append({ entries: [post('a', 1, { silent: 'boring' })] });
      expect(await ledger.wake('a', { message: 'edited' }, 50)).toBe(true);
      expect(await ledger.wake('a', { message: 'edited' }, 50)).toBe(false);
      expect((await ledger.claim('a'))?.payload).toEqual({ message: 'edited' });
      await ledger.settle('a', { outcome: 'silent', code: 'still boring' });
      expect(await ledger.wake('a', {}, 50)).toBe(false);
      expect(await ledger.wake('a', {}, 60)).toBe(true);
      await ledger.claim('a');
      await ledger.settle('a', { outcome: 'answered' });
      expect(await ledger.wake('a', {}, 70)).toBe(false);
    });

    it('withdraws a post that waits, and replies to it that wait', async () => {
      const replies = [post('b', 2, { rootId: 'a' }), post('c', 3, { rootId: 'a' }), post('d', 4)];
      await ledger.append({ entries: [post('a'), ...replies] });
      await ledger.claim('b');
      expect((await ledger.withdraw('a', 'deleted')).sort()).toEqual(['a', 'c']);
      expect((await ledger.unsettled()).map(({ key }) => key)).toEqual(['b', 'd']);
      expect((await ledger.find(['c'])).get('c')).toMatchObject({ outcome: 'silent', code: 'deleted' });
    });

    it('knows of the past what it was told, and never goes back', async () => {
      expect(await ledger.progress()).toEqual({
        startedAt: undefined,
        wholeUntil: undefined,
        prunedUntil: 0,
        marks: new Map(),
      });
      await ledger.advance({ startedAt: 10, wholeUntil: 20, marks: new Map([['c1', 5]]) });
      await ledger.append({ entries: [post('a')], wholeUntil: 30, marks: new Map([['c2', 6]]) });
      await ledger.advance({
        startedAt: 40,
        wholeUntil: 25,
        marks: new Map([
          ['c1', 4],
          ['c2', 7],
        ]),
      });
      const marks = new Map([
        ['c1', 5],
        ['c2', 7],
      ]);
      expect(await ledger.progress()).toEqual({ startedAt: 10, wholeUntil: 30, prunedUntil: 0, marks });
      await ledger.keepMarks(new Set(['c2', 'c3']));
      expect((await ledger.progress()).marks).toEqual(new Map([['c2', 7]]));
    });

    it('takes clocks that count in parts of milliseconds', async () => {
      now = 1_000.75;
      await ledger.append({ entries: [post('a', 1.5)], wholeUntil: 2.5, marks: new Map([['c1', 3.5]]) });
      await ledger.renewLease();
      expect((await ledger.claim('a'))?.payload).toBeDefined();
    });

    it('forgets what is old or too much, but nothing that is unsettled, and says up to when', async () => {
      const old = [post('waits', 1), ...[2, 3, 4, 5, 6].map(at => post(`p${at}`, at, { silent: 'boring' }))];
      await ledger.append({ entries: old });
      expect(await ledger.prune({ before: 4, maxRows: 100, limit: 1 })).toBe(1);
      expect(await ledger.prune({ before: 4, maxRows: 100, limit: 10 })).toBe(1);
      expect((await ledger.progress()).prunedUntil).toBe(3);
      expect(await ledger.prune({ before: 0, maxRows: 1, limit: 10 })).toBe(2);
      expect((await ledger.progress()).prunedUntil).toBe(5);
      expect(await ledger.prune({ before: 0, maxRows: 1, limit: 10 })).toBe(0);
      expect([...(await ledger.find(old.map(({ key }) => key))).keys()]).toEqual(['waits', 'p6']);
    });

    it('counts', async () => {
      const entries = ['a', 'b', 'c', 'd'].map(key => post(key));
      await ledger.append({ entries: [...entries, post('e', 1, { silent: 'boring' })] });
      await ledger.claim('a');
      await ledger.claim('b');
      await ledger.fail('b', { error: 'broken' });
      expect(await ledger.counts()).toEqual({ waiting: 2, running: 1, settled: 1, dead: 1 });
    });

    it('gives the lease to one at a time, and says who has it', async () => {
      const other = open({ now: clock, holder: there });
      const refused = await other.acquireLease().catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(LeaseHeldError);
      expect(refused).toMatchObject({ code: 'lease-held', retryAfterMs: 30_000, holder: { host: 'here', pid: 1 } });
      await ledger.releaseLease();
      expect(await other.acquireLease()).toBe(0);
    });

    it('takes the lease of one that has been silent for 30 s, and what it left is waiting again', async () => {
      await ledger.append({ entries: [post('a'), post('b')] });
      await ledger.claim('a');
      now += 20_000;
      await ledger.renewLease();
      const other = open({ now: clock, holder: there });
      now += 29_999;
      await expect(other.acquireLease()).rejects.toBeInstanceOf(LeaseHeldError);
      now += 1;
      expect(await other.acquireLease()).toBe(1);
      expect((await other.claim('a'))?.entry.interruptions).toBe(1);
    });

    it('writes nothing any more for one that lost the lease', async () => {
      await ledger.append({ entries: [post('a')] });
      await ledger.claim('a');
      now += 30_000;
      const other = open({ now: clock, holder: there });
      await other.acquireLease();
      const writes = [
        () => ledger.renewLease(),
        () => ledger.append({ entries: [post('b')] }),
        () => ledger.claim('a'),
        () => ledger.settle('a', { outcome: 'answered' }),
        () => ledger.fail('a', { error: 'no' }),
        () => ledger.advance({ wholeUntil: 9 }),
      ];
      for (const write of writes) await expect(write()).rejects.toBeInstanceOf(LeaseLostError);
      expect((await other.unsettled()).map(({ key, state }) => [key, state])).toEqual([['a', 'waiting']]);
    });

    it('notices what somebody else wrote', async () => {
      await ledger.changedElsewhere();
      await ledger.append({ entries: [post('a')] });
      expect(await ledger.changedElsewhere()).toBe(false);
      const commandLine = open({ now: clock, holder: there });
      await commandLine.append({ entries: [post('b')] });
      expect(await ledger.changedElsewhere()).toBe(true);
      expect(await ledger.changedElsewhere()).toBe(false);
    });

    it('does nothing more once it is closed, and lets the next one begin', async () => {
      await ledger.close();
      await ledger.close();
      await expect(ledger.unsettled()).rejects.toBeInstanceOf(LedgerClosedError);
      await expect(ledger.append({ entries: [post('a')] })).rejects.toBeInstanceOf(LedgerClosedError);
      expect(await open({ now: clock, holder: there }).acquireLease()).toBe(0);
    });
  });
}
