import { HttpError } from '@clawmost/mm-rest';
import { expect, it, onTestFinished } from 'vitest';
import { pairing } from '../../../src/pairing/adapter.ts';
import { createApprovalWatch, registerWatch } from '../../../src/pairing/approval-watch.ts';
import { memoryPairingRecords } from '../../../src/storage/memory/pairing-records.ts';
import type { PairingRecord } from '../../../src/storage/pairing-records.ts';
import { texts } from '../../../src/texts.ts';
import { createMemoryHostPairing } from '../../support/host-pairing.ts';

const alice: PairingRecord = { senderId: 'alice', requestedAt: 1_000, phase: 'code-posted' };
const toAlice = 'alice pairing-approved-alice-1000';

interface Options {
  /** How often the watch looks by itself; by default so seldom that only `check` counts. */
  readonly everyMs?: number;
  readonly now?: () => number;
  /** Called before each post. */
  readonly beforePost?: (senderId: string) => Promise<void>;
  readonly host?: ReturnType<typeof createMemoryHostPairing>;
  readonly records?: ReturnType<typeof memoryPairingRecords>;
}

function startWatch({ everyMs = 3_600_000, now = () => 2_000, beforePost, ...given }: Options = {}) {
  const { host = createMemoryHostPairing(), records = memoryPairingRecords() } = given;
  const posts: string[] = [];
  const errors: unknown[] = [];
  const stop = new AbortController();
  const watch = createApprovalWatch({
    ...{ host, records, everyMs, now, signal: stop.signal },
    postTo: async (senderId, text, deliveryId) => {
      await beforePost?.(senderId);
      expect(text).toBe(texts.approved);
      posts.push(`${senderId} ${deliveryId}`);
    },
    onError: error => errors.push(error),
  });
  onTestFinished(async () => {
    stop.abort();
    await watch.done;
  });
  return { host, records, watch, posts, errors, stop };
}

const notify = (accountId: string) => pairing.notifyApproval?.({ cfg: {}, id: 'mattermost:ALICE', accountId });

it('An approval in another process brings the person one message', async () => {
  const { host, records, watch, posts } = startWatch();
  await records.put(alice);
  await watch.check();
  expect(posts).toEqual([]);
  host.approve('alice');
  await watch.check();
  await watch.check();
  expect(posts).toEqual([toAlice]);
});

it('The watch finds an approval by itself', async () => {
  const posted = Promise.withResolvers<string>();
  const { host, records } = startWatch({ everyMs: 5, beforePost: async senderId => posted.resolve(senderId) });
  await records.put(alice);
  host.approve('alice');
  expect(await posted.promise).toBe('alice');
});

it('An approval while the gateway was down brings the message after the next start, however late', async () => {
  const { host, records, stop, watch } = startWatch();
  await records.put(alice);
  stop.abort();
  await watch.done;
  host.approve('alice');
  const later = startWatch({ host, records, now: () => 1_000 + 30 * 24 * 3_600_000 });
  await later.watch.check();
  expect(later.posts).toEqual([toAlice]);
});

it('A message that could not be posted is posted later under the same delivery id', async () => {
  let isDown = true;
  const { host, records, watch, posts, errors } = startWatch({
    beforePost: async () => {
      if (isDown) throw new Error('the server is down');
    },
  });
  await records.put(alice);
  host.approve('alice');
  await watch.check();
  expect([posts, errors.length, (await records.get('alice'))?.phase]).toEqual([[], 1, 'posting-approval']);
  isDown = false;
  await watch.check();
  expect(posts).toEqual([toAlice]);
});

it('A message that cannot be posted to one person does not hold back that to another', async () => {
  const { host, records, watch, posts } = startWatch({
    beforePost: async senderId => {
      if (senderId === 'alice') throw new Error('the account is gone');
    },
  });
  await records.put(alice);
  await records.put({ ...alice, senderId: 'bob' });
  host.approve('alice');
  host.approve('bob');
  await watch.check();
  expect(posts).toEqual(['bob pairing-approved-bob-1000']);
});

it('A message that the server refuses for good is tried once', async () => {
  let attempts = 0;
  const cause = new HttpError('there is no such user', 'GET /users/alice', {
    ...{ status: 404, id: 'app.user.missing_account.const', requestId: undefined },
  });
  const { host, records, watch, errors } = startWatch({
    beforePost: async () => {
      attempts += 1;
      throw cause;
    },
  });
  await records.put(alice);
  host.approve('alice');
  await watch.check();
  await watch.check();
  expect([attempts, errors]).toEqual([1, [cause]]);
});

it('The record of a person is forgotten two hours after the request, when nobody has approved it', async () => {
  let now = 2_000;
  const { records, watch } = startWatch({ now: () => now });
  await records.put(alice);
  await watch.check();
  expect(await records.list()).toEqual([alice]);
  now += 3 * 3_600_000;
  await watch.check();
  expect(await records.list()).toEqual([]);
});

it('A notification of OpenClaw and the watch together bring one message', async () => {
  const { host, records, watch, posts } = startWatch();
  registerWatch('ops', watch);
  await records.put(alice);
  host.approve('alice');
  await Promise.all([notify('ops'), watch.check(), notify('ops')]);
  await notify('ops');
  expect(posts).toEqual([toAlice]);
});

it('A notification brings the message also when there is no record of a request', async () => {
  const { watch, posts } = startWatch();
  registerWatch('ops', watch);
  await notify('ops');
  expect(posts).toEqual(['alice pairing-approved-alice-2000']);
});

it('A notification in a process that does not run the account does nothing', async () => {
  await expect(notify('elsewhere')).resolves.toBeUndefined();
});

it('A notification fails when its message could not be posted', async () => {
  const { watch } = startWatch({ beforePost: async () => Promise.reject(new Error('the server is down')) });
  registerWatch('ops', watch);
  await expect(notify('ops')).rejects.toThrow('the server is down');
});

it('A watch ends with its signal, and gets no notifications afterwards', async () => {
  const { watch, posts, stop } = startWatch();
  registerWatch('brief', watch);
  stop.abort();
  await watch.done;
  await notify('brief');
  expect(posts).toEqual([]);
});
