import assert from 'node:assert/strict';
import { aPost, assertFields, check, find, type LedgerCheck } from './check.ts';

/** Checks of what happens to an entry. */
export const entryChecks: readonly LedgerCheck[] = [
  check('A ledger takes an entry with the same key once', async ({ ledger }) => {
    assert.deepEqual(await ledger.append({ entries: [aPost('a'), aPost('b')] }), [true, true]);
    assert.deepEqual(await ledger.append({ entries: [aPost('b', 9), aPost('c')] }), [false, true]);
    const entries = (await ledger.unsettled()).map(({ key, at }) => [key, at]);
    assert.deepEqual(entries, [
      ['a', 1],
      ['b', 1],
      ['c', 1],
    ]);
  }),

  check('A ledger lists unsettled entries by the time when they were written', async ({ ledger }) => {
    await ledger.append({ entries: [aPost('b', 2), aPost('c', 1), aPost('a', 2)] });
    assert.deepEqual(
      (await ledger.unsettled()).map(({ key }) => key),
      ['c', 'a', 'b'],
    );
  }),

  check('A ledger gives an entry and its payload to one of two callers who claim it', async ({ ledger }) => {
    await ledger.append({ entries: [aPost('a')] });
    const claims = await Promise.all([ledger.claim('a'), ledger.claim('a'), ledger.claim('unknown')]);
    assert.deepEqual(claims[0]?.payload, { id: 'a', message: 'text of a' });
    assert.deepEqual(claims.slice(1), [undefined, undefined]);
    assert.equal(claims[0]?.entry.state, 'running');
  }),

  check('A ledger deletes the payload of a settled entry and remembers its outcome', async ({ ledger }) => {
    await ledger.append({ entries: [aPost('a')] });
    await ledger.claim('a');
    assert.equal(await ledger.settle('a', { outcome: 'silent', code: 'not-mentioned' }), true);
    assert.equal(await ledger.settle('a', { outcome: 'answered' }), false);
    assert.equal(await ledger.claim('a'), undefined);
    assertFields(await find(ledger, 'a'), { state: 'settled', outcome: 'silent', code: 'not-mentioned' });
    assert.deepEqual(await ledger.unsettled(), []);
  }),

  check('A ledger remembers an ignored entry without queueing it', async ({ ledger }) => {
    assert.deepEqual(await ledger.append({ entries: [aPost('a', 1, { silent: 'own' })] }), [true]);
    assert.deepEqual(await ledger.append({ entries: [aPost('a')] }), [false]);
    assert.deepEqual(await ledger.unsettled(), []);
    assertFields(await find(ledger, 'a'), { outcome: 'silent', code: 'own' });
  }),

  check('A ledger does not give out a failed entry before its retry is due', async ({ ledger, clock }) => {
    await ledger.append({ entries: [aPost('a')] });
    await ledger.claim('a');
    await ledger.fail('a', { error: 'no luck', retryAt: 2_000 });
    assert.equal(await ledger.claim('a'), undefined);
    clock.now = 2_000;
    assertFields((await ledger.claim('a'))?.entry, { failures: 1, error: 'no luck' });
  }),

  check('A ledger counts no failure for an entry that is put back', async ({ ledger, clock }) => {
    await ledger.append({ entries: [aPost('a')] });
    await ledger.claim('a');
    assert.equal(await ledger.putBack('a', 1_500), true);
    assert.equal(await ledger.putBack('a', 1_500), false);
    assert.equal(await ledger.claim('a'), undefined);
    clock.now = 1_500;
    assertFields((await ledger.claim('a'))?.entry, { claims: 2, failures: 0, interruptions: 0 });
  }),

  check('A ledger keeps dead letters with their payload until they are revived or dropped', async ({ ledger }) => {
    await ledger.append({ entries: [aPost('a', 1), aPost('b', 2)] });
    for (const key of ['a', 'b']) {
      await ledger.claim(key);
      await ledger.fail(key, { error: `${key} is broken` });
    }
    const letters = (await ledger.dead()).map(({ entry, payload }) => [entry.key, entry.error, payload]);
    assert.deepEqual(letters, [
      ['b', 'b is broken', { id: 'b', message: 'text of b' }],
      ['a', 'a is broken', { id: 'a', message: 'text of a' }],
    ]);
    assert.equal((await ledger.dead(1)).length, 1);
    assert.deepEqual([await ledger.revive('a'), await ledger.revive('a')], [true, false]);
    assert.deepEqual([await ledger.drop('b'), await ledger.drop('b')], [true, false]);
    assert.deepEqual(await ledger.dead(), []);
    assert.deepEqual((await ledger.claim('a'))?.payload, { id: 'a', message: 'text of a' });
    assertFields(await find(ledger, 'b'), { outcome: 'silent', code: 'dropped' });
  }),

  check('A ledger keeps an adoption across a restart', async ({ ledger, clock, openElsewhere }) => {
    await ledger.append({ entries: [aPost('a')] });
    assert.equal(await ledger.adopt('a'), false);
    await ledger.claim('a');
    assert.equal(await ledger.adopt('a'), true);
    clock.now += 60_000;
    const next = await openElsewhere();
    await next.acquireLease();
    assertFields((await next.claim('a'))?.entry, { adopted: true, claims: 2, interruptions: 1 });
  }),

  check('A ledger replaces the payload of a waiting entry only', async ({ ledger }) => {
    await ledger.append({ entries: [aPost('a')] });
    assert.equal(await ledger.revise('a', { message: 'edited' }, 50), true);
    const claim = await ledger.claim('a');
    assert.deepEqual(claim?.payload, { message: 'edited' });
    assert.equal(claim?.entry.editedAt, 50);
    assert.equal(await ledger.revise('a', {}, 60), false);
    assert.equal(await ledger.revise('unknown', {}, 60), false);
  }),

  check('A ledger wakes a silent entry once for each edit, and never an answered one', async ({ ledger }) => {
    await ledger.append({ entries: [aPost('a', 1, { silent: 'boring' })] });
    assert.equal(await ledger.wake('a', { message: 'edited' }, 50), true);
    assert.equal(await ledger.wake('a', { message: 'edited' }, 50), false);
    assert.deepEqual((await ledger.claim('a'))?.payload, { message: 'edited' });
    await ledger.settle('a', { outcome: 'silent', code: 'still boring' });
    assert.equal(await ledger.wake('a', {}, 50), false);
    assert.equal(await ledger.wake('a', {}, 60), true);
    await ledger.claim('a');
    await ledger.settle('a', { outcome: 'answered' });
    assert.equal(await ledger.wake('a', {}, 70), false);
  }),

  check('A ledger withdraws a waiting post and the waiting replies to it', async ({ ledger }) => {
    const replies = [aPost('b', 2, { rootId: 'a' }), aPost('c', 3, { rootId: 'a' }), aPost('d', 4)];
    await ledger.append({ entries: [aPost('a'), ...replies] });
    await ledger.claim('b');
    assert.deepEqual((await ledger.withdraw('a', 'deleted')).sort(), ['a', 'c']);
    assert.deepEqual(
      (await ledger.unsettled()).map(({ key }) => key),
      ['b', 'd'],
    );
    assertFields(await find(ledger, 'c'), { outcome: 'silent', code: 'deleted' });
  }),

  check('A ledger counts its entries by state', async ({ ledger }) => {
    const entries = ['a', 'b', 'c', 'd'].map(key => aPost(key));
    await ledger.append({ entries: [...entries, aPost('e', 1, { silent: 'boring' })] });
    await ledger.claim('a');
    await ledger.claim('b');
    await ledger.fail('b', { error: 'broken' });
    assert.deepEqual(await ledger.counts(), { waiting: 2, running: 1, settled: 1, dead: 1 });
  }),
];
