import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LeaseHeldError, type LeaseHolder, LeaseLostError, type Ledger } from '../../src/index.ts';
import { aPost } from '../../src/ledger-suite/check.ts';

/** Opens another ledger on the same data, as another process does. */
type Open = (testing: { now: () => number; holder: LeaseHolder }) => Ledger;

type Step =
  | {
      readonly do: 'append' | 'claim' | 'claim-twice' | 'answer' | 'fail' | 'kill' | 'put-back' | 'revive' | 'drop';
      readonly key: string;
    }
  | { readonly do: 'crash' | 'hang' | 'wait'; readonly key?: undefined };

const keys = ['a', 'b', 'c', 'd'];
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({ do: fc.constantFrom('append', 'claim', 'answer'), key: fc.constantFrom(...keys) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('claim-twice', 'fail', 'kill', 'put-back', 'revive', 'drop'),
      key: fc.constantFrom(...keys),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('crash', 'hang', 'wait') }) },
) as fc.Arbitrary<Step>;

/** Plays steps in random order and compares every entry with what it should be. */
export function itKeepsItsPromises(name: string, fresh: () => { open: Open; done: () => Promise<void> }): void {
  it(`${name}: A ledger gives each entry to one handler at a time and one outcome, through crashes and takeovers`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async steps => {
        const { open, done } = fresh();
        try {
          await play(steps, open);
        } finally {
          await done();
        }
      }),
      { numRuns: 60 },
    );
  });
}

async function play(steps: readonly Step[], open: Open): Promise<void> {
  let now = 1;
  let process = 0;
  const begin = (): Ledger => {
    process += 1;
    const holder: LeaseHolder = { host: `host ${process}`, pid: process, processBeganAt: process };
    return open({ now: () => now, holder });
  };
  let ledger = begin();
  await ledger.acquireLease();
  const appended = new Set<string>();
  const running = new Set<string>();
  const dead = new Set<string>();
  const ended = new Map<string, string>();

  const takeOver = async (): Promise<void> => {
    const next = begin();
    await expect(next.acquireLease()).rejects.toBeInstanceOf(LeaseHeldError);
    now += 30_000;
    expect(await next.acquireLease()).toBe(running.size);
    running.clear();
    ledger = next;
  };

  for (const one of steps) {
    now += 1;
    if (one.do === 'wait') now += 1_000;
    else if (one.do === 'crash') await takeOver();
    else if (one.key === undefined) {
      // The old process wakes up and must not write.
      const old = ledger;
      await takeOver();
      for (const key of keys) await expect(old.claim(key)).rejects.toBeInstanceOf(LeaseLostError);
      await expect(old.settle('a', { outcome: 'answered' })).rejects.toBeInstanceOf(LeaseLostError);
    } else {
      const { key } = one;
      if (one.do === 'append') {
        expect(await ledger.append({ entries: [aPost(key)] })).toEqual([!appended.has(key)]);
        appended.add(key);
      } else if (one.do === 'claim' || one.do === 'claim-twice') {
        const claims = [ledger.claim(key), ...(one.do === 'claim' ? [] : [ledger.claim(key)])];
        const got = (await Promise.all(claims)).filter(claim => claim !== undefined);
        expect(got.length).toBeLessThanOrEqual(1);
        if (got.length === 1) {
          expect([appended.has(key), running.has(key), dead.has(key), ended.has(key)]).toEqual([
            true,
            false,
            false,
            false,
          ]);
          expect(got[0]?.payload).toEqual({ id: key, message: `text of ${key}` });
          running.add(key);
        }
      } else if (one.do === 'answer') {
        expect(await ledger.settle(key, { outcome: 'answered' })).toBe(running.has(key));
        if (running.delete(key)) ended.set(key, 'answered');
      } else if (one.do === 'fail') {
        expect(await ledger.fail(key, { error: 'no', retryAt: now + 500 })).toBe(running.delete(key));
      } else if (one.do === 'kill') {
        expect(await ledger.fail(key, { error: 'no' })).toBe(running.has(key));
        if (running.delete(key)) dead.add(key);
      } else if (one.do === 'put-back') {
        expect(await ledger.putBack(key, now)).toBe(running.delete(key));
      } else if (one.do === 'revive') {
        expect(await ledger.revive(key)).toBe(dead.delete(key));
      } else {
        expect(await ledger.drop(key)).toBe(dead.has(key));
        if (dead.delete(key)) ended.set(key, 'silent');
      }
    }
    const entries = await ledger.find(keys);
    expect(new Set(entries.keys())).toEqual(appended);
    for (const [key, { state, outcome }] of entries) {
      const expected = ended.has(key) ? 'settled' : dead.has(key) ? 'dead' : running.has(key) ? 'running' : 'waiting';
      expect([key, state, outcome]).toEqual([key, expected, ended.get(key)]);
    }
  }
}
