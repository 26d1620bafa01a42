import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateLimiter, type Limited } from '../../../src/http/rate-limiter.ts';

const from = (remoteAddress: string, token = '', headers: Record<string, string> = {}): Limited => ({
  token,
  remoteAddress,
  header: name => headers[name] ?? '',
});

describe('The rate limiter', () => {
  it('One request more than the burst is allowed at once, and then one per interval', () => {
    let now = 0;
    const limiter = createRateLimiter({ PerSec: 10, MaxBurst: 2 }, () => now);
    const denied = () => limiter.arrive(from('::1')).denied;
    expect([denied(), denied(), denied(), denied()]).toEqual([false, false, false, true]);
    now = 99;
    expect(denied()).toBe(true);
    now = 100;
    expect([denied(), denied()]).toEqual([false, true]);
  });

  it('Only a denied request has Retry-After', () => {
    const limiter = createRateLimiter({ PerSec: 1, MaxBurst: 0 }, () => 0);
    expect(limiter.arrive(from('::1')).headers).toEqual({
      'X-Ratelimit-Limit': '1',
      'X-Ratelimit-Remaining': '0',
      'X-Ratelimit-Reset': '1',
    });
    expect(limiter.arrive(from('::1')).headers).toHaveProperty('Retry-After', '1');
  });

  it('There are buckets by address, by token, by user and by header', () => {
    const one = { PerSec: 1, MaxBurst: 0 };
    const byAddress = createRateLimiter(one, () => 0);
    expect(['a', 'b', 'a'].map(address => byAddress.arrive(from(address, 't')).denied)).toEqual([false, false, true]);
    const byUser = createRateLimiter({ ...one, VaryByUser: true }, () => 0);
    expect(['t', 'u', 't'].map(token => byUser.arrive(from('a', token)).denied)).toEqual([false, false, true]);
    expect(['me', 'me'].map(id => byUser.signedIn(id)?.denied)).toEqual([false, true]);
    expect(byAddress.signedIn('me')).toBeUndefined();
    const byHeader = createRateLimiter({ ...one, VaryByHeader: 'X-Real-Ip' }, () => 0);
    const proxied = (ip: string) => byHeader.arrive(from('a', '', { 'x-real-ip': ip })).denied;
    expect([proxied('1'), proxied('2'), proxied('1')]).toEqual([false, false, true]);
  });

  it.each([
    ['PerSec', { PerSec: 0 }],
    ['MaxBurst', { MaxBurst: 1.5 }],
  ])('An invalid %s is an error', (name, settings) => {
    expect(() => createRateLimiter(settings, () => 0)).toThrow(`rateLimit.${name} is`);
  });

  it('In any span of time, no more requests are allowed than the burst and the rate', () => {
    const settings = { PerSec: fc.integer({ min: 1, max: 50 }), MaxBurst: fc.integer({ min: 0, max: 20 }) };
    const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 60 });
    fc.assert(
      fc.property(fc.record(settings), gaps, (limit, pauses) => {
        let now = 0;
        const limiter = createRateLimiter(limit, () => now);
        const taken: number[] = [];
        for (const pause of pauses) {
          now += pause;
          const { denied, headers } = limiter.arrive(from('::1'));
          if (!denied) taken.push(now);
          expect(Number(headers['X-Ratelimit-Remaining'])).toBeLessThanOrEqual(limit.MaxBurst);
        }
        for (const [i, start] of taken.entries()) {
          for (const [j, end] of taken.entries()) {
            if (j < i) continue;
            const allowed = limit.MaxBurst + 1 + ((end - start) * limit.PerSec) / 1_000;
            expect(j - i + 1).toBeLessThanOrEqual(allowed + 1e-6);
          }
        }
      }),
    );
  });
});
