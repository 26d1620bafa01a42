import assert from 'node:assert/strict';
import { LeaseHeldError, LeaseLostError, LedgerClosedError } from '../ledger/errors.ts';
import { aPost, assertFields, check, type LedgerCheck } from './check.ts';

/** Checks of the progress, the lease and what other processes do. */
export const progressChecks: readonly LedgerCheck[] = [
  check('A ledger never moves its progress back', async ({ ledger }) => {
    const nothing = { startedAt: undefined, completeUntil: undefined, prunedUntil: 0, marks: new Map() };
    assert.deepEqual(await ledger.progress(), nothing);
    await ledger.advance({ startedAt: 10, completeUntil: 20, marks: new Map([['c1', 5]]) });
    await ledger.append({ entries: [aPost('a')], completeUntil: 30, marks: new Map([['c2', 6]]) });
    const earlier = { c1: 4, c2: 7 };
    await ledger.advance({ startedAt: 40, completeUntil: 25, marks: new Map(Object.entries(earlier)) });
    const marks = new Map(Object.entries({ c1: 5, c2: 7 }));
    assert.deepEqual(await ledger.progress(), { startedAt: 10, completeUntil: 30, prunedUntil: 0, marks });
    await ledger.keepMarks(new Set(['c2', 'c3']));
    assert.deepEqual((await ledger.progress()).marks, new Map([['c2', 7]]));
  }),

  check('A ledger accepts times with fractions of a millisecond', async ({ ledger, clock }) => {
    clock.now = 1_000.75;
    await ledger.append({ entries: [aPost('a', 1.5)], completeUntil: 2.5, marks: new Map([['c1', 3.5]]) });
    await ledger.renewLease();
    assert.notEqual((await ledger.claim('a'))?.payload, undefined);
  }),

  check('A ledger forgets old settled entries and says up to which time', async ({ ledger }) => {
    const old = [aPost('waits', 1), ...[2, 3, 4, 5, 6].map(at => aPost(`p${at}`, at, { silent: 'boring' }))];
    await ledger.append({ entries: old });
    assert.equal(await ledger.prune({ before: 4, maxRows: 100, limit: 1 }), 1);
    assert.equal(await ledger.prune({ before: 4, maxRows: 100, limit: 10 }), 1);
    assert.equal((await ledger.progress()).prunedUntil, 3);
    assert.equal(await ledger.prune({ before: 0, maxRows: 1, limit: 10 }), 2);
    assert.equal((await ledger.progress()).prunedUntil, 5);
    assert.equal(await ledger.prune({ before: 0, maxRows: 1, limit: 10 }), 0);
    assert.deepEqual([...(await ledger.find(old.map(({ key }) => key))).keys()], ['waits', 'p6']);
  }),

  check('A ledger gives the lease to one process and names the holder to others', async ({ ledger, openElsewhere }) => {
    const other = await openElsewhere();
    const refused = await other.acquireLease().catch((error: unknown) => error);
    assert.ok(refused instanceof LeaseHeldError);
    assertFields(refused, { code: 'lease-held', retryAfterMs: 30_000 });
    assertFields(refused.holder, { host: 'here', pid: 1 });
    await ledger.releaseLease();
    assert.equal(await other.acquireLease(), 0);
  }),

  check('A ledger names the process that runs the account, to other processes too', async scene => {
    const { ledger, clock, openElsewhere } = scene;
    const other = await openElsewhere();
    for (const one of [ledger, other]) {
      assert.deepEqual(await one.leaseHolder(), { host: 'here', pid: 1, processBeganAt: 1 });
    }
    clock.now += 30_000;
    assert.equal(await other.leaseHolder(), undefined);
    await ledger.renewLease();
    await ledger.releaseLease();
    assert.equal(await other.leaseHolder(), undefined);
  }),

  check('A ledger loses a lease that was not renewed for 30 s', async ({ ledger, clock, openElsewhere }) => {
    await ledger.append({ entries: [aPost('a'), aPost('b')] });
    await ledger.claim('a');
    clock.now += 20_000;
    await ledger.renewLease();
    const other = await openElsewhere();
    clock.now += 29_999;
    await assert.rejects(other.acquireLease(), LeaseHeldError);
    clock.now += 1;
    assert.equal(await other.acquireLease(), 1);
    assert.equal((await other.claim('a'))?.entry.interruptions, 1);
  }),

  check('A ledger writes nothing after another process took the lease', async ({ ledger, clock, openElsewhere }) => {
    await ledger.append({ entries: [aPost('a')] });
    await ledger.claim('a');
    clock.now += 30_000;
    const other = await openElsewhere();
    await other.acquireLease();
    const writes = [
      () => ledger.renewLease(),
      () => ledger.append({ entries: [aPost('b')] }),
      () => ledger.claim('a'),
      () => ledger.settle('a', { outcome: 'answered' }),
      () => ledger.fail('a', { error: 'no' }),
      () => ledger.advance({ completeUntil: 9 }),
    ];
    for (const write of writes) await assert.rejects(write(), LeaseLostError);
    assert.deepEqual(
      (await other.unsettled()).map(({ key, state }) => [key, state]),
      [['a', 'waiting']],
    );
  }),

  check('A ledger notices what another process wrote', async ({ ledger, openElsewhere }) => {
    await ledger.hasChangedElsewhere();
    await ledger.append({ entries: [aPost('a')] });
    assert.equal(await ledger.hasChangedElsewhere(), false);
    const commandLine = await openElsewhere();
    await commandLine.append({ entries: [aPost('b')] });
    assert.equal(await ledger.hasChangedElsewhere(), true);
    assert.equal(await ledger.hasChangedElsewhere(), false);
  }),

  check('A closed ledger refuses every call and has released its lease', async ({ ledger, openElsewhere }) => {
    await ledger.close();
    await ledger.close();
    await assert.rejects(ledger.unsettled(), LedgerClosedError);
    await assert.rejects(ledger.append({ entries: [aPost('a')] }), LedgerClosedError);
    assert.equal(await (await openElsewhere()).acquireLease(), 0);
  }),
];
