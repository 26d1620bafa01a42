import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  HttpError,
  NetworkError,
  PostGoneError,
  RateLimitedError,
  RequestTimeoutError,
  type RestError,
  UnexpectedResponseError,
} from '../../src/errors.ts';
import { backoff, classifyFailure, isOutcomeUnknown, isServerDown, type Progress, planRetry } from '../../src/retry.ts';

const http = (status: number, id?: string) => new HttpError('no', 'X', { status, id, requestId: undefined });
const network = (systemCode: string | undefined) => new NetworkError('no', 'X', { systemCode });
const limited = new RateLimitedError('no', 'X', { status: 429, id: undefined, requestId: undefined, retryAfterMs: 1 });
const gone = new PostGoneError('no', 'X', { status: 500, id: 'x', requestId: undefined });
const foreign = new UnexpectedResponseError('no', 'X', { found: 'foreign', status: 200 });
const redirect = new UnexpectedResponseError('no', 'X', { found: 'redirect', status: undefined });
const timeout = new RequestTimeoutError('X', 1);
const pending = http(500, 'api.post.deduplicate_create_post.pending');

const first: Progress = {
  retryable: 'always',
  attempts: 1,
  maxAttempts: 10,
  mayHaveActed: false,
  mayHaveRestarted: false,
  firstSentAt: 0,
  deadline: 60_000,
  isUpload: false,
};

function isRetried(error: RestError, progress: Partial<Progress> = {}, now = 0): boolean {
  const mayHaveActed = classifyFailure(error).effect === 'unknown';
  return planRetry(error, { ...first, mayHaveActed, ...progress }, now, () => 0) !== undefined;
}

it.each([
  ['a 429', limited],
  ['a 500', http(500, 'app.x')],
  ['a 503 of a proxy', http(503)],
  ['a reset connection', network('ECONNRESET')],
  ['a refused connection', network('ECONNREFUSED')],
  ['a deadline', timeout],
  ['a page in place of JSON', foreign],
])('A call that only reads is retried after %s', (_, error) => {
  expect(isRetried(error)).toBe(true);
});

it.each([
  ['a 400', http(400, 'x')],
  ['a 401', http(401, 'x')],
  ['a 403', http(403, 'x')],
  ['a 404', http(404, 'x')],
  ['a 501', http(501, 'x')],
  ['a redirect', redirect],
  ['a certificate that is not trusted', network('DEPTH_ZERO_SELF_SIGNED_CERT')],
  ['the no of a guard', network(undefined)],
])('A call that only reads is not retried after %s', (_, error) => {
  expect(isRetried(error)).toBe(false);
});

it.each([
  ['a 429', limited],
  ['a refused connection', network('ECONNREFUSED')],
  ['a name that is not found', network('ENOTFOUND')],
])('A call that must not happen twice is retried after %s, because nothing happened', (_, error) => {
  expect(isRetried(error, { retryable: 'never' })).toBe(true);
});

it.each([
  ['a 500', http(500, 'app.x')],
  ['a 502 of a proxy', http(502)],
  ['a reset connection', network('ECONNRESET')],
  ['a deadline', timeout],
])('A call that must not happen twice is not retried after %s', (_, error) => {
  expect(isRetried(error, { retryable: 'never' })).toBe(false);
});

it('The outcome of a call that must not happen twice is unknown only when it may have happened', () => {
  const unknown = (error: RestError) =>
    isOutcomeUnknown(error, {
      ...first,
      retryable: 'never',
      mayHaveActed: classifyFailure(error).effect === 'unknown',
    });
  expect([timeout, network('ECONNRESET'), http(502), foreign].map(unknown)).toEqual([true, true, true, true]);
  expect([limited, network('ECONNREFUSED'), http(400, 'x'), http(500, 'x')].map(unknown)).toEqual(Array(4).fill(false));
});

const post = { retryable: 'while-id-is-known' } as const;

it.each([
  ['a deadline', timeout],
  ['an earlier attempt that is still under way', pending],
  ['a reset connection', network('ECONNRESET')],
])('A post is retried after %s while the server knows its id', (_, error) => {
  expect(isRetried(error, post, 24_000)).toBe(true);
  expect(isRetried(error, post, 25_000)).toBe(false);
});

it('A post is retried for longer as long as it cannot have been written', () => {
  expect(isRetried(limited, post, 50_000)).toBe(true);
  expect(isRetried(network('ECONNREFUSED'), post, 50_000)).toBe(true);
});

it('A post is not retried once the server may have restarted, and its outcome is unknown', () => {
  const restarted = { ...post, mayHaveActed: true, mayHaveRestarted: true };
  expect(isRetried(network('ECONNREFUSED'), restarted)).toBe(false);
  expect(isOutcomeUnknown(network('ECONNREFUSED'), { ...first, ...restarted })).toBe(true);
});

it('A post that was written and deleted is not retried, and its outcome is known', () => {
  expect(isRetried(gone, post)).toBe(false);
  expect(isOutcomeUnknown(gone, { ...first, ...post, mayHaveActed: true })).toBe(false);
});

it('A refused connection and a proxy without a server behind it mean that the server is down', () => {
  expect([network('ECONNREFUSED'), http(502), http(503)].map(isServerDown)).toEqual([true, true, true]);
  expect([network('ECONNRESET'), timeout, http(504), http(503, 'app.x'), limited].map(isServerDown)).toEqual(
    Array(5).fill(false),
  );
});

it('No attempt is planned that comes too late, or one too many', () => {
  const error = fc.constantFrom(limited, http(500, 'x'), http(502), network('ECONNRESET'), timeout, foreign, pending);
  const progress: fc.Arbitrary<Progress> = fc.record({
    retryable: fc.constantFrom('always', 'never', 'while-id-is-known'),
    attempts: fc.integer({ min: 1, max: 20 }),
    maxAttempts: fc.integer({ min: 1, max: 20 }),
    mayHaveActed: fc.boolean(),
    mayHaveRestarted: fc.boolean(),
    firstSentAt: fc.nat(1_000),
    deadline: fc.nat(100_000),
    isUpload: fc.boolean(),
  });
  fc.assert(
    fc.property(error, progress, fc.nat(100_000), (error, progress, now) => {
      const retry = planRetry(error, progress, now, () => 0.5);
      if (retry === undefined) return;
      expect(progress.attempts).toBeLessThan(progress.maxAttempts);
      expect(now + retry.waitMs).toBeLessThan(progress.deadline);
      if (!progress.mayHaveActed || progress.retryable === 'always') return;
      expect(progress.retryable).toBe('while-id-is-known');
      expect(progress.mayHaveRestarted).toBe(false);
      // A restart within a longer pause would be missed.
      expect(retry.waitMs).toBeLessThanOrEqual(1_000);
      expect(retry.latest).toBeLessThanOrEqual(progress.firstSentAt + 25_000);
    }),
  );
});

/** As `Math.random`: from 0 to below 1. */
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

it('A pause is never shorter than 250 ms and never longer than 5 s', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), random, (attempts, chance) => {
      const ms = backoff(attempts, () => chance);
      expect(ms).toBeGreaterThanOrEqual(250);
      expect(ms).toBeLessThanOrEqual(5_000);
    }),
  );
});

it('Pauses grow with the number of attempts, whatever chance makes of each', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), random, random, (attempts, one, other) => {
      const earlier = backoff(attempts, () => other);
      expect(backoff(attempts + 2, () => one)).toBeGreaterThanOrEqual(Math.min(2_500, earlier));
    }),
  );
});

it('Half of a pause is random', () => {
  expect(backoff(1, () => 0)).toBe(250);
  expect(backoff(1, () => 0.5)).toBe(375);
});

it.each([
  ['a reset connection', network('ECONNRESET')],
  ['a 502 of a proxy', http(502)],
  ['a deadline', timeout],
])('An upload is retried once after %s, because a proxy may cut it off every time', (_, error) => {
  expect(isRetried(error, { isUpload: true })).toBe(true);
  expect(isRetried(error, { isUpload: true, attempts: 2 })).toBe(false);
  expect(isRetried(error, { attempts: 2 })).toBe(true);
});

it('An upload that never reached the server is retried like any other call', () => {
  expect(isRetried(network('ECONNREFUSED'), { isUpload: true, attempts: 5 })).toBe(true);
});

it('A host that does not exist is given up after three attempts, a name server that is away is not', () => {
  expect(isRetried(network('ENOTFOUND'), { attempts: 2 })).toBe(true);
  expect(isRetried(network('ENOTFOUND'), { attempts: 3 })).toBe(false);
  expect(isRetried(network('EAI_AGAIN'), { attempts: 3 })).toBe(true);
});

it.each(['app.post.save.app_error', 'store.sql_post.save.app_error'])(
  'A post that the database does not store (%s) is tried once more, and then no more',
  id => {
    const notStored = http(500, id);
    const { maxAttempts } = classifyFailure(notStored);
    expect(maxAttempts).toBe(2);
    expect([1, 2].map(attempts => isRetried(notStored, { attempts }))).toEqual([true, false]);
  },
);
