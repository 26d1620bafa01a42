import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Bucket, type BucketReading, learn, readBucket, take, tokensAt, waitFor } from '../../src/bucket.ts';

const bucket: fc.Arbitrary<Bucket> = fc
  .record({
    size: fc.integer({ min: 1, max: 500 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    perSecond: fc.integer({ min: 1, max: 100 }),
  })
  .map(({ size, share, perSecond }) => ({
    size,
    tokens: size * share,
    at: 0,
    perSecond,
    mostPerSecond: perSecond * 2,
  }));

const headers = { 'X-Ratelimit-Limit': '101', 'X-Ratelimit-Remaining': '100', 'X-Ratelimit-Reset': '1' };

it('The rate-limit headers of Mattermost are read', () => {
  expect(readBucket(new Headers(headers))).toEqual({ limit: 101, remaining: 100, resetSeconds: 1 });
});

it('The first of two values in a rate-limit header counts', () => {
  const twice = Object.entries(headers).map(([name, value]) => [name, `${value}, ${value}`] as [string, string]);
  expect(readBucket(new Headers(twice))).toEqual({ limit: 101, remaining: 100, resetSeconds: 1 });
});

it('Rate-limit headers that are incomplete or not numbers are ignored', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(headers)),
      fc.constantFrom('', 'x', '-1', '1e9', '0x1'),
      (name, value) => {
        const broken = new Headers({ ...headers, [name]: value });
        expect(readBucket(broken)).toBeUndefined();
      },
    ),
  );
});

it('A bucket never holds less than nothing or more than fits', () => {
  fc.assert(
    fc.property(bucket, fc.nat(1_000_000), fc.nat(50), (bucket, time, calls) => {
      let after = bucket;
      for (let call = 0; call < calls; call++) after = take(after, time);
      expect(tokensAt(after, time)).toBeGreaterThanOrEqual(0);
      expect(tokensAt(after, time)).toBeLessThanOrEqual(bucket.size);
    }),
  );
});

it('A wait for tokens ends exactly when they are there', () => {
  fc.assert(
    fc.property(bucket, fc.nat(500), (bucket, wanted) => {
      fc.pre(wanted <= bucket.size);
      const { most: ms, least } = waitFor(bucket, wanted, 0);
      expect(least).toBeLessThanOrEqual(ms);
      expect(tokensAt(bucket, ms)).toBeGreaterThanOrEqual(wanted - 1e-6);
      if (ms > 1) expect(tokensAt(bucket, ms - 1)).toBeLessThan(wanted);
    }),
  );
});

/** The server's own bucket, as GCRA keeps it. */
function gcra(size: number, perSecond: number) {
  let tokens = size;
  let at = 0;
  return (now: number): { ok: boolean; reading: BucketReading } => {
    tokens = Math.min(size, tokens + ((now - at) * perSecond) / 1000);
    at = now;
    const ok = tokens >= 1 - 1e-9;
    if (ok) tokens -= 1;
    const remaining = Math.floor(tokens + 1e-9);
    const resetSeconds = Math.ceil((size - tokens) / perSecond - 1e-9);
    return { ok, reading: { limit: size, remaining, resetSeconds } };
  };
}

it('A single client never sends a call that the server would refuse', () => {
  const server = fc.record({ size: fc.integer({ min: 1, max: 150 }), perSecond: fc.integer({ min: 1, max: 50 }) });
  fc.assert(
    fc.property(server, fc.array(fc.nat(400), { minLength: 1, maxLength: 120 }), ({ size, perSecond }, pauses) => {
      const ask = gcra(size, perSecond);
      let known = learn(undefined, ask(0).reading, 0, 0);
      let now = 0;
      for (const pause of pauses) {
        now += pause;
        now += waitFor(known, 1, now).most;
        known = take(known, now);
        const { ok, reading } = ask(now);
        expect(ok).toBe(true);
        known = learn(known, reading, 0, now);
      }
    }),
  );
});

it('The rate at which the server refills its bucket is measured', () => {
  const ask = gcra(101, 10);
  let known = learn(undefined, ask(0).reading, 0, 0);
  for (let call = 0; call < 99; call++) known = learn(take(known, 0), ask(0).reading, 0, 0);
  expect(known.perSecond).toBeGreaterThan(9);
  expect(known.perSecond).toBeLessThanOrEqual(10);
});

it('A server that says less than we counted is believed, because others may spend as well', () => {
  const known = { size: 101, tokens: 80, at: 0, perSecond: 10, mostPerSecond: 11 };
  expect(learn(known, { limit: 101, remaining: 3, resetSeconds: 10 }, 0, 0).tokens).toBe(3);
});

it('The estimate begins again when the server has another limit', () => {
  const known = { size: 101, tokens: 0, at: 0, perSecond: 10, mostPerSecond: 11 };
  expect(learn(known, { limit: 6, remaining: 5, resetSeconds: 1 }, 1, 0)).toMatchObject({ size: 6, tokens: 4 });
});

it('The rate is unknown after one call, and known once calls have emptied the bucket', () => {
  const ask = gcra(11, 10);
  let known = learn(undefined, ask(0).reading, 0, 0);
  expect(known).toMatchObject({ perSecond: 1, mostPerSecond: Number.POSITIVE_INFINITY });
  expect(waitFor(known, 1_000, 0).least).toBe(0);
  for (let call = 0; call < 10; call++) known = learn(take(known, 0), ask(0).reading, 0, 0);
  expect(known.perSecond).toBeGreaterThan(4);
  expect(known.mostPerSecond).toBeLessThanOrEqual(11);
});

it('The true rate always lies between the least and the most that the answers allow', () => {
  const server = fc.record({ size: fc.integer({ min: 1, max: 150 }), perSecond: fc.integer({ min: 1, max: 50 }) });
  fc.assert(
    fc.property(server, fc.array(fc.nat(400), { minLength: 1, maxLength: 60 }), ({ size, perSecond }, pauses) => {
      const ask = gcra(size, perSecond);
      let known = learn(undefined, ask(0).reading, 0, 0);
      let now = 0;
      for (const pause of pauses) {
        now += pause + waitFor(known, 1, now + pause).most;
        known = learn(take(known, now), ask(now).reading, 0, now);
        expect(known.perSecond).toBeLessThanOrEqual(perSecond + 1e-6);
        expect(known.mostPerSecond).toBeGreaterThanOrEqual(perSecond - 1e-6);
      }
    }),
  );
});
