import { describe, expect, it } from 'vitest';
import { createPairingChallenge } from '../../../src/pairing/challenge.ts';
import { createMemoryPairingRecords, type PairingRecords } from '../../../src/storage/pairing-records.ts';
import { createHost, type Host } from '../../support/pairing-host.ts';

const alice = { senderId: 'alice', username: 'alice' };

function setUp(host: Host = createHost(), records: PairingRecords = createMemoryPairingRecords(), now = 1_000) {
  const errors: unknown[] = [];
  const posts: { text: string; deliveryId: string }[] = [];
  const { challenge } = createPairingChallenge({ store: host, records, now: () => now, onError: e => errors.push(e) });
  const post = async (text: string, deliveryId: string) => void posts.push({ text, deliveryId });
  const fail = async () => Promise.reject(new Error('the server is away'));
  return { challenge, errors, posts, post, fail, host, records };
}

describe('a stranger', () => {
  it('is given a code once', async () => {
    const { challenge, posts, post } = setUp();
    expect(await challenge(alice, post)).toBe('posted');
    expect(await challenge(alice, post)).toBe('waiting');
    expect(posts.map(({ text }) => text)).toEqual(['code CODE-alice']);
  });

  it('is given the same code again when it could not be posted, under the same delivery id', async () => {
    const { challenge, posts, post, fail, errors, host, records } = setUp();
    const tried: string[] = [];
    const lost = (_: string, deliveryId: string) => fail().finally(() => tried.push(deliveryId));
    expect(await challenge(alice, lost)).toBe('not-delivered');
    expect(await challenge(alice, lost)).toBe('not-delivered');
    expect(errors.length).toBe(2);
    const later = setUp(host, records, 5_000);
    expect(await later.challenge(alice, later.post)).toBe('posted');
    expect(await challenge(alice, post)).toBe('waiting');
    expect(later.posts).toEqual([{ text: 'code CODE-alice', deliveryId: tried[0] }]);
    expect(new Set(tried).size).toBe(1);
    expect(posts).toEqual([]);
  });

  it('is given one code for two messages at once', async () => {
    const { challenge, posts, post } = setUp();
    const slow = async (text: string, deliveryId: string) => {
      await new Promise(resolve => setTimeout(resolve, 5));
      await post(text, deliveryId);
    };
    expect(await Promise.all([challenge(alice, slow), challenge(alice, slow)])).toEqual(['posted', 'waiting']);
    expect(posts.length).toBe(1);
  });

  it('is given the code that waits, when nothing is known of its having been posted', async () => {
    const { challenge, posts, post, host } = setUp();
    await host.ask(alice, async () => {});
    expect(await challenge(alice, post)).toBe('posted');
    expect(posts.map(({ text }) => text)).toEqual(['code CODE-alice']);
  });

  it('is given a new one after the first has been forgotten', async () => {
    const { challenge, post, host, records } = setUp();
    await challenge(alice, post);
    host.forget('alice');
    const later = setUp(host, records, 9_000);
    expect(await later.challenge(alice, later.post)).toBe('posted');
    expect(later.posts[0]?.deliveryId).toBe('pairing-code-alice-9000');
  });

  it('gets none while too many others wait', async () => {
    const { challenge, posts, post } = setUp();
    for (const senderId of ['a', 'b', 'c']) await challenge({ senderId, username: senderId }, post);
    expect(await challenge(alice, post)).toBe('too-many');
    expect(posts.length).toBe(3);
  });
});

describe('what is kept about a stranger', () => {
  it('never contains the code', async () => {
    const { challenge, post, records } = setUp();
    await challenge(alice, post);
    expect(records.list()).toEqual([{ senderId: 'alice', askedAt: 1_000, phase: 'asked' }]);
  });
});
