import { expect, it } from 'vitest';
import { createGiveCode } from '../../../src/pairing/give-code.ts';
import { memoryPairingRecords } from '../../../src/storage/memory/pairing-records.ts';
import { createMemoryHostPairing } from '../../support/host-pairing.ts';

const alice = { senderId: 'alice', username: 'alice' };

function setUp({ host = createMemoryHostPairing(), records = memoryPairingRecords(), now = 1_000 } = {}) {
  const errors: unknown[] = [];
  const posts: { text: string; deliveryId: string }[] = [];
  const giveCode = createGiveCode({ host, records, now: () => now, onError: error => errors.push(error) });
  const post = async (text: string, deliveryId: string) => void posts.push({ text, deliveryId });
  return { giveCode, errors, posts, post, host, records };
}

it('A stranger is given a code once', async () => {
  const { giveCode, posts, post } = setUp();
  expect(await giveCode(alice, post)).toBe('posted');
  expect(await giveCode(alice, post)).toBe('already-posted');
  expect(posts.map(({ text }) => text)).toEqual(['code CODE-alice']);
});

it('A code that could not be posted is posted with the next message, under the same delivery id', async () => {
  const { giveCode, posts, post, errors, host, records } = setUp();
  const tried: string[] = [];
  const fail = async (_: string, deliveryId: string) => {
    tried.push(deliveryId);
    throw new Error('the server is down');
  };
  expect(await giveCode(alice, fail)).toBe('not-delivered');
  expect(await giveCode(alice, fail)).toBe('not-delivered');
  expect(errors.length).toBe(2);
  const later = setUp({ host, records, now: 5_000 });
  expect(await later.giveCode(alice, later.post)).toBe('posted');
  expect(await giveCode(alice, post)).toBe('already-posted');
  expect(later.posts).toEqual([{ text: 'code CODE-alice', deliveryId: tried[0] }]);
  expect(new Set(tried).size).toBe(1);
  expect(posts).toEqual([]);
});

it('Two messages of a stranger at once bring one code', async () => {
  const { giveCode, posts, post } = setUp();
  const begun = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const slowly = async (text: string, deliveryId: string) => {
    begun.resolve();
    await goOn.promise;
    await post(text, deliveryId);
  };
  const both = [giveCode(alice, slowly), giveCode(alice, slowly)];
  await begun.promise;
  goOn.resolve();
  expect(await Promise.all(both)).toEqual(['posted', 'already-posted']);
  expect(posts.length).toBe(1);
});

it('A code that was made before this plugin was installed is posted again, because no record says that it was', async () => {
  const { giveCode, posts, post, host } = setUp();
  await host.requestCode(alice, async () => {});
  expect(await giveCode(alice, post)).toBe('posted');
  expect(posts.map(({ text }) => text)).toEqual(['code CODE-alice']);
});

it('A stranger is given a new code when OpenClaw has forgotten the first', async () => {
  const { giveCode, post, host, records } = setUp();
  await giveCode(alice, post);
  host.forget('alice');
  const later = setUp({ host, records, now: 9_000 });
  expect(await later.giveCode(alice, later.post)).toBe('posted');
  expect(later.posts[0]?.deliveryId).toBe('pairing-code-alice-9000');
});

it('A stranger is given no code while too many others wait', async () => {
  const { giveCode, posts, post } = setUp();
  for (const senderId of ['a', 'b', 'c']) await giveCode({ senderId, username: senderId }, post);
  expect(await giveCode(alice, post)).toBe('too-many');
  expect(posts.length).toBe(3);
});

it('The record of a stranger never contains the code', async () => {
  const { giveCode, post, records } = setUp();
  await giveCode(alice, post);
  expect(await records.list()).toEqual([{ senderId: 'alice', requestedAt: 1_000, phase: 'code-posted' }]);
});
