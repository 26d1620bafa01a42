import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  HttpError,
  NetworkError,
  PostGoneError,
  RateLimitedError,
  RequestTimeoutError,
  type RestError,
  UnexpectedResponseError,
} from '../../src/errors.ts';
import { isAway, isOutcomeUnknown, judge, type Progress, planRepeat } from '../../src/retry.ts';

const http = (status: number, id?: string) => new HttpError('no', 'X', { status, id, requestId: undefined });
const network = (systemCode: string | undefined) => new NetworkError('no', 'X', { systemCode });
const limited = new RateLimitedError('no', 'X', { status: 429, id: undefined, requestId: undefined, retryAfterMs: 1 });
const gone = new PostGoneError('no', 'X', { status: 500, id: 'x', requestId: undefined });
const foreign = new UnexpectedResponseError('no', 'X', { found: 'foreign', status: 200 });
const redirect = new UnexpectedResponseError('no', 'X', { found: 'redirect', status: undefined });
const timeout = new RequestTimeoutError('X', 1);
const pending = http(500, 'api.post.deduplicate_create_post.pending');

const first: Progress = {
  repeatable: 'always',
  attempts: 1,
  maxAttempts: 10,
  mayHaveActed: false,
  mayHaveForgotten: false,
  firstSentAt: 0,
  deadline: 60_000,
};

function repeats(error: RestError, progress: Partial<Progress> = {}, now = 0): boolean {
  const mayHaveActed = judge(error).acted === 'perhaps';
  return planRepeat(error, { ...first, mayHaveActed, ...progress }, now, () => 0) !== undefined;
}

describe('what only reads', () => {
  it.each([
    ['a 429', limited],
    ['a 500', http(500, 'app.x')],
    ['a 503 of a proxy', http(503)],
    ['a reset connection', network('ECONNRESET')],
    ['a refused connection', network('ECONNREFUSED')],
    ['a deadline', timeout],
    ['a page in place of JSON', foreign],
  ])('is repeated after %s', (_, error) => {
    expect(repeats(error)).toBe(true);
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
  ])('is not repeated after %s', (_, error) => {
    expect(repeats(error)).toBe(false);
  });
});

describe('what must not happen twice', () => {
  it.each([
    ['a 429', limited],
    ['a refused connection', network('ECONNREFUSED')],
    ['a name that is not found', network('ENOTFOUND')],
  ])('is repeated after %s, which means that nothing happened', (_, error) => {
    expect(repeats(error, { repeatable: 'never' })).toBe(true);
  });

  it.each([
    ['a 500', http(500, 'app.x')],
    ['a 502 of a proxy', http(502)],
    ['a reset connection', network('ECONNRESET')],
    ['a deadline', timeout],
  ])('is not repeated after %s', (_, error) => {
    expect(repeats(error, { repeatable: 'never' })).toBe(false);
  });

  it('leaves its outcome unknown only when it may have happened', () => {
    const unknown = (error: RestError) =>
      isOutcomeUnknown(error, { ...first, repeatable: 'never', mayHaveActed: judge(error).acted === 'perhaps' });
    expect([timeout, network('ECONNRESET'), http(502), foreign].map(unknown)).toEqual([true, true, true, true]);
    expect([limited, network('ECONNREFUSED'), http(400, 'x'), http(500, 'x')].map(unknown)).toEqual(
      Array(4).fill(false),
    );
  });
});

describe('a post', () => {
  const post = { repeatable: 'while-remembered' } as const;

  it.each([
    ['a deadline', timeout],
    ['an earlier attempt that is still under way', pending],
    ['a reset connection', network('ECONNRESET')],
  ])('is repeated after %s while the server knows its key', (_, error) => {
    expect(repeats(error, post, 24_000)).toBe(true);
    expect(repeats(error, post, 25_000)).toBe(false);
  });

  it('is repeated for longer as long as it cannot have been written', () => {
    expect(repeats(limited, post, 50_000)).toBe(true);
    expect(repeats(network('ECONNREFUSED'), post, 50_000)).toBe(true);
  });

  it('is not repeated once the server may have forgotten its key, and its outcome is unknown', () => {
    const forgotten = { ...post, mayHaveActed: true, mayHaveForgotten: true };
    expect(repeats(network('ECONNREFUSED'), forgotten)).toBe(false);
    expect(isOutcomeUnknown(network('ECONNREFUSED'), { ...first, ...forgotten })).toBe(true);
  });

  it('that was written and deleted is over, and its outcome known', () => {
    expect(repeats(gone, post)).toBe(false);
    expect(isOutcomeUnknown(gone, { ...first, ...post, mayHaveActed: true })).toBe(false);
  });
});

it('takes the server for away when nobody listens, or a proxy finds nobody', () => {
  expect([network('ECONNREFUSED'), http(502), http(503)].map(isAway)).toEqual([true, true, true]);
  expect([network('ECONNRESET'), timeout, http(504), http(503, 'app.x'), limited].map(isAway)).toEqual(
    Array(5).fill(false),
  );
});

it('never plans an attempt that comes too late, or one too many', () => {
  const error = fc.constantFrom(limited, http(500, 'x'), http(502), network('ECONNRESET'), timeout, foreign, pending);
  const progress: fc.Arbitrary<Progress> = fc.record({
    repeatable: fc.constantFrom('always', 'never', 'while-remembered'),
    attempts: fc.integer({ min: 1, max: 20 }),
    maxAttempts: fc.integer({ min: 1, max: 20 }),
    mayHaveActed: fc.boolean(),
    mayHaveForgotten: fc.boolean(),
    firstSentAt: fc.nat(1_000),
    deadline: fc.nat(100_000),
  });
  fc.assert(
    fc.property(error, progress, fc.nat(100_000), (error, progress, now) => {
      const repeat = planRepeat(error, progress, now, () => 0.5);
      if (repeat === undefined) return;
      expect(progress.attempts).toBeLessThan(progress.maxAttempts);
      expect(now + repeat.waitMs).toBeLessThan(progress.deadline);
      if (!progress.mayHaveActed || progress.repeatable === 'always') return;
      expect(progress.repeatable).toBe('while-remembered');
      expect(progress.mayHaveForgotten).toBe(false);
      // A server that starts anew in a pause would be missed.
      expect(repeat.waitMs).toBeLessThanOrEqual(1_000);
      expect(repeat.latest).toBeLessThanOrEqual(progress.firstSentAt + 25_000);
    }),
  );
});
