import { HttpError, NetworkError, NotSentError, RequestTimeoutError, UnexpectedResponseError } from '@clawmost/mm-rest';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canWorkLater, pauseMs } from '../../../src/answers/retry.ts';

const call = 'POST /posts';
const reply = (status: number) => new HttpError('No.', call, { status, id: undefined, requestId: undefined });

it.each([
  ['was overloaded', reply(429)],
  ['was overloaded behind a proxy', reply(503)],
  ['had an error', reply(500)],
  ['could not be reached', new NetworkError('the connection failed', call, { systemCode: 'ECONNREFUSED' })],
])('A call can work later when the server %s', (_, error) => {
  expect(canWorkLater(error)).toBe(true);
});

it('A call can work later when it timed out, was not sent, or something else answered', () => {
  const others = [RequestTimeoutError, NotSentError, UnexpectedResponseError];
  for (const { prototype } of others) expect(canWorkLater(Object.create(prototype))).toBe(true);
});

it.each([400, 401, 403, 404, 413])('A call that the server refuses does not work later either: %i', status => {
  expect(canWorkLater(reply(status))).toBe(false);
});

it('A call does not work later after an error of ours', () => {
  expect(canWorkLater(new TypeError('a bug'))).toBe(false);
  expect(canWorkLater('a text')).toBe(false);
});

it('The longest pause doubles with each failure, up to a minute', () => {
  const longest = [0, 1, 2, 3, 4, 5, 6, 7].map(attempt => pauseMs(attempt, () => 1));
  expect(longest).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
});

it('A pause is at least half of the longest, at random, so that those who failed together do not come back together', () => {
  fc.assert(
    fc.property(fc.nat(1_000), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, random) => {
      const pause = pauseMs(attempt, () => random);
      expect(pause).toBeGreaterThanOrEqual(pauseMs(attempt, () => 1) / 2);
      expect(pause).toBeLessThanOrEqual(60_000);
    }),
  );
});
