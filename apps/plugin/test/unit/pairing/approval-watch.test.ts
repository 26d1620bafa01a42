import { describe, expect, it, onTestFinished } from 'vitest';
import { pairing } from '../../../src/pairing/adapter.ts';
import { approvedText, createPairingWatch } from '../../../src/pairing/watch.ts';
import { registerWatch } from '../../../src/pairing/watches.ts';
import { createMemoryPairingRecords, type PairingRecords } from '../../../src/storage/pairing-records.ts';
import { createHost, type Host } from '../../support/pairing-host.ts';

const asked = { senderId: 'alice', askedAt: 1_000, phase: 'asked' } as const;

/** A watch whose rounds are far apart, so that a test says when it looks. */
function startWatch(options: {
  readonly host?: Host;
  readonly records?: PairingRecords;
  readonly everyMs?: number;
  readonly now?: () => number;
  readonly send?: () => Promise<void>;
}) {
  const { host = createHost(), records = createMemoryPairingRecords(), everyMs = 3_600_000, send } = options;
  const told: string[] = [];
  const errors: unknown[] = [];
  const stop = new AbortController();
  const watch = createPairingWatch({
    store: host,
    records,
    sendTo: async (senderId, text, deliveryId) => {
      await send?.();
      told.push(`${senderId} ${deliveryId}`);
      expect(text).toBe(approvedText);
    },
    signal: stop.signal,
    everyMs,
    now: options.now ?? (() => 2_000),
    onError: error => errors.push(error),
  });
  onTestFinished(async () => {
    stop.abort();
    await watch.done;
  });
  return { host, records, watch, told, errors, stop };
}

describe('somebody who waits', () => {
  it('is told of an approval that was given elsewhere, once', async () => {
    const { host, records, watch, told } = startWatch({});
    records.put(asked);
    await watch.look();
    expect(told).toEqual([]);
    host.approve('alice');
    await watch.look();
    await watch.look();
    expect(told).toEqual(['alice pairing-approved-alice-1000']);
  });

  it('is told without anybody looking by hand', async () => {
    const sent = Promise.withResolvers<void>();
    const { host, records, told } = startWatch({ everyMs: 5, send: async () => sent.resolve() });
    records.put(asked);
    host.approve('alice');
    await sent.promise;
    await expect.poll(() => told.length).toBe(1);
  });

  it('is told after a restart, also of an approval that was given meanwhile', async () => {
    const { host, records, stop, watch } = startWatch({});
    records.put(asked);
    stop.abort();
    await watch.done;
    host.approve('alice');
    const later = startWatch({ host, records, now: () => 1_000 + 30 * 24 * 3_600_000 });
    await later.watch.look();
    expect(later.told).toEqual(['alice pairing-approved-alice-1000']);
  });

  it('is told later under the same delivery id when the server was away', async () => {
    let away = true;
    const { host, records, watch, told, errors } = startWatch({
      send: async () => {
        if (away) throw new Error('the server is away');
      },
    });
    records.put(asked);
    host.approve('alice');
    await watch.look();
    expect([told, errors.length, records.get('alice')?.phase]).toEqual([[], 1, 'telling']);
    away = false;
    await watch.look();
    expect(told).toEqual(['alice pairing-approved-alice-1000']);
  });

  it('does not keep others from being told when one cannot be', async () => {
    let first = true;
    const { host, records, watch, told } = startWatch({
      send: async () => {
        if (first) {
          first = false;
          throw new Error('that account is gone');
        }
      },
    });
    records.put(asked);
    records.put({ ...asked, senderId: 'bob' });
    host.approve('alice');
    host.approve('bob');
    await watch.look();
    expect(told).toEqual(['bob pairing-approved-bob-1000']);
  });

  it('is forgotten when nobody approves', async () => {
    let now = 2_000;
    const { records, watch } = startWatch({ now: () => now });
    records.put(asked);
    await watch.look();
    expect(records.list()).toEqual([asked]);
    now += 3 * 3_600_000;
    await watch.look();
    expect(records.list()).toEqual([]);
  });
});

describe('the host’s own notification', () => {
  const notify = (accountId: string) => pairing.notifyApproval?.({ cfg: {}, id: 'mattermost:ALICE', accountId });

  it('tells the person once, together with the watch', async () => {
    const { host, records, watch, told } = startWatch({});
    registerWatch('ops', watch);
    records.put(asked);
    host.approve('alice');
    await Promise.all([notify('ops'), watch.look(), notify('ops')]);
    await notify('ops');
    expect(told).toEqual(['alice pairing-approved-alice-1000']);
  });

  it('tells even somebody of whose request nothing is known', async () => {
    const { watch, told } = startWatch({});
    registerWatch('ops', watch);
    await notify('ops');
    expect(told).toEqual(['alice pairing-approved-alice-2000']);
  });

  it('leaves it to the gateway where the account does not run', async () => {
    await expect(notify('elsewhere')).resolves.toBeUndefined();
  });

  it('says so when it could not be delivered', async () => {
    const { watch } = startWatch({ send: async () => Promise.reject(new Error('the server is away')) });
    registerWatch('ops', watch);
    await expect(notify('ops')).rejects.toThrow('the server is away');
  });
});

describe('a watch', () => {
  it('ends with its signal and is then no longer known', async () => {
    const { watch, told, stop } = startWatch({});
    registerWatch('brief', watch);
    stop.abort();
    await watch.done;
    await pairing.notifyApproval?.({ cfg: {}, id: 'alice', accountId: 'brief' });
    expect(told).toEqual([]);
  });
});
