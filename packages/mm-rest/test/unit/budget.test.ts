import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Budget, createBudget, type Permit, type Turn, type TurnRequest } from '../../src/budget.ts';
import { type Lane, lanes } from '../../src/lanes.ts';
import { createClock, settled } from '../support/clock.ts';

const never = Number.POSITIVE_INFINITY;

function request(lane: Lane, more: Partial<TurnRequest> = {}): TurnRequest {
  return { lane, edits: undefined, expiresAt: never, signal: undefined, ...more };
}

function head(remaining: number, limit = 11, resetSeconds = Math.ceil((limit - remaining) / 10)) {
  const headers = new Headers({
    'x-ratelimit-limit': `${limit}`,
    'x-ratelimit-remaining': `${remaining}`,
    'x-ratelimit-reset': `${resetSeconds}`,
  });
  return { status: 200, headers };
}

/** A budget that knows from an answer how much room there is. */
async function budgetWith(remaining: number, options: { maxWaiting?: number } = {}) {
  const clock = createClock();
  const budget = createBudget({ testing: clock, ...options });
  const first = (await budget.enter(request('final'))) as Permit;
  first.done(head(remaining));
  return { budget, clock };
}

/** What became of a call, once it is known. */
function watch(asked: Turn | Promise<Turn>): { turn?: Turn } {
  const seen: { turn?: Turn } = {};
  void Promise.resolve(asked).then(turn => {
    seen.turn = turn;
  });
  return seen;
}

it('Every call to a server without a limit has its turn at once', async () => {
  const budget = createBudget();
  ((await budget.enter(request('final'))) as Permit).done({ status: 200, headers: new Headers() });
  for (let call = 0; call < 1_000; call++) expect(budget.enter(request('preview'))).toMatchObject({ ok: true });
});

it('Only eight calls go to a server that has not answered yet', () => {
  const budget = createBudget({ testing: createClock() });
  const turns = Array.from({ length: 20 }, () => budget.enter(request('final')));
  expect(turns.filter(turn => !(turn instanceof Promise)).length).toBe(8);
});

it('A call waits until the bucket has refilled', async () => {
  const { budget, clock } = await budgetWith(0);
  const seen = watch(budget.enter(request('final')));
  await settled();
  expect(seen.turn).toBeUndefined();
  await clock.pass(1_000);
  expect(seen.turn).toMatchObject({ ok: true });
});

it('Final calls go before reads, and those before typing and previews', async () => {
  const { budget, clock } = await budgetWith(0);
  const order: Lane[] = [];
  for (const lane of lanes.toReversed()) {
    void Promise.resolve(budget.enter(request(lane))).then(() => order.push(lane));
  }
  await clock.pass(60_000);
  expect(order).toEqual(lanes);
});

it('A share of the bucket is kept for the calls that people wait for', async () => {
  const { budget } = await budgetWith(2);
  expect(budget.enter(request('preview'))).toBeInstanceOf(Promise);
  expect(budget.enter(request('final'))).toMatchObject({ ok: true });
});

it('A call that could not go in time is refused at once', async () => {
  const { budget, clock } = await budgetWith(0);
  expect(budget.enter(request('final', { expiresAt: clock.now() + 10 }))).toEqual({ ok: false, why: 'too-late' });
});

it('No final call is refused on a guess of the rate, and all get through in time', async () => {
  const clock = createClock();
  const budget = createBudget({ testing: clock });
  const ask = limiter(11, 10, clock.now);
  const call = async () => {
    const turn = await budget.enter(request('final', { expiresAt: clock.now() + 30_000 }));
    if (!turn.ok) return turn.why;
    const { status, headers } = ask();
    await clock.sleep(5, undefined);
    turn.done({ status, headers });
    return status;
  };
  // The first answer says no more than that the bucket, one call short, is full within a second.
  const first = call();
  await clock.pass(10);
  expect(await first).toBe(200);
  const all = Promise.all(Array.from({ length: 60 }, call));
  await clock.pass(30_000);
  expect(new Set(await all)).toEqual(new Set([200]));
});

it('A burst before the first answer waits for it, and all of it goes to a server without a limit', async () => {
  const budget = createBudget({ testing: createClock() });
  const turns = Array.from({ length: 5_000 }, () => budget.enter(request('final')));
  await settled();
  const first = turns[0] as Permit;
  first.done({ status: 200, headers: new Headers() });
  const settledTurns = await Promise.all(turns);
  expect(settledTurns.every(turn => turn.ok)).toBe(true);
});

it('An odd Retry-After silences a budget for 5 minutes at most', async () => {
  const { budget } = await budgetWith(10);
  const permit = budget.enter(request('final')) as Permit;
  permit.done({ status: 429, headers: new Headers({ 'retry-after': '86400' }) });
  expect(budget.status().silentMs).toBe(300_000);
});

it('A waiting call that others have made too late is refused at its deadline', async () => {
  const { budget, clock } = await budgetWith(0);
  const read = watch(budget.enter(request('read', { expiresAt: clock.now() + 3_000 })));
  for (let call = 0; call < 30; call++) void budget.enter(request('final'));
  await clock.pass(3_000);
  expect(read.turn).toEqual({ ok: false, why: 'too-late' });
});

it('No call goes for as long as a 429 asks', async () => {
  const { budget, clock } = await budgetWith(10);
  const permit = budget.enter(request('final')) as Permit;
  permit.done({ status: 429, headers: new Headers({ 'retry-after': '7' }) });
  expect(budget.status().silentMs).toBe(7_000);
  const seen = watch(budget.enter(request('final')));
  await clock.pass(6_999);
  expect(seen.turn).toBeUndefined();
  await clock.pass(1);
  expect(seen.turn).toMatchObject({ ok: true });
});

it('Waiting calls go once the server no longer has a limit', async () => {
  const { budget } = await budgetWith(1);
  const permit = budget.enter(request('final')) as Permit;
  const waiting = watch(budget.enter(request('preview')));
  permit.done({ status: 200, headers: new Headers() });
  await settled();
  expect(waiting.turn).toMatchObject({ ok: true });
  expect(budget.status().limit).toBeUndefined();
});

it('An error without headers, which a proxy may have sent, changes nothing', async () => {
  const { budget } = await budgetWith(1);
  const permit = budget.enter(request('final')) as Permit;
  permit.done({ status: 502, headers: new Headers() });
  expect(budget.status().limit).toMatchObject({ size: 11, remaining: 0 });
});

it('A waiting preview is replaced by the newer one', async () => {
  const { budget, clock } = await budgetWith(0);
  const older = watch(budget.enter(request('preview', { edits: 'PUT /posts/p1/patch' })));
  const newer = watch(budget.enter(request('preview', { edits: 'PUT /posts/p1/patch' })));
  await settled();
  expect(older.turn).toEqual({ ok: false, why: 'superseded' });
  await clock.pass(60_000);
  expect(newer.turn).toMatchObject({ ok: true });
});

it('A waiting preview is dropped when the final text comes', async () => {
  const { budget } = await budgetWith(0);
  const preview = watch(budget.enter(request('preview', { edits: 'PUT /posts/p1/patch' })));
  void budget.enter(request('final', { edits: 'PUT /posts/p1/patch' }));
  await settled();
  expect(preview.turn).toEqual({ ok: false, why: 'superseded' });
});

it('The least important call is dropped when too many wait', async () => {
  const { budget } = await budgetWith(0, { maxWaiting: 2 });
  const typing = watch(budget.enter(request('typing')));
  void budget.enter(request('read'));
  void budget.enter(request('final'));
  await settled();
  expect(typing.turn).toEqual({ ok: false, why: 'queue-full' });
  expect(budget.status().waiting).toEqual({ final: 1, read: 1, typing: 0, preview: 0 });
});

it('A call whose signal aborts leaves the queue and rejects with the reason', async () => {
  const { budget } = await budgetWith(0);
  const controller = new AbortController();
  const asked = budget.enter(request('final', { signal: controller.signal }));
  controller.abort('stop');
  await expect(asked).rejects.toBe('stop');
  expect(budget.status().waiting.final).toBe(0);
});

it('A permit that is returned twice counts once', async () => {
  const { budget } = await budgetWith(10);
  const permit = budget.enter(request('final')) as Permit;
  permit.done();
  permit.done();
  expect(budget.status().underWay).toBe(0);
});

it.each([0, -1, 1.5, Number.NaN])('A budget for %j waiting calls is refused', maxWaiting => {
  expect(() => createBudget({ maxWaiting })).toThrow(/^maxWaiting: expected a whole number of calls, 1 or more, got /);
});

/** A server as Mattermost is: it counts every call, also those that it refuses nothing of. */
function limiter(size: number, perSecond: number, now: () => number) {
  let tokens = size;
  let at = now();
  return () => {
    tokens = Math.min(size, tokens + ((now() - at) * perSecond) / 1000);
    at = now();
    if (tokens < 1 - 1e-9) return { status: 429, headers: new Headers({ 'retry-after': '1' }) };
    tokens -= 1;
    return head(Math.floor(tokens + 1e-9), size, Math.ceil((size - tokens) / perSecond - 1e-9));
  };
}

it('Every final call gets through without a single 429, whatever else is asked for', async () => {
  const call = fc.record({ lane: fc.constantFrom(...lanes), post: fc.nat(3), pauseMs: fc.nat(300) });
  const server = fc.record({ size: fc.integer({ min: 11, max: 60 }), perSecond: fc.integer({ min: 2, max: 20 }) });
  await fc.assert(
    fc.asyncProperty(server, fc.array(call, { minLength: 1, maxLength: 60 }), async ({ size, perSecond }, calls) => {
      const clock = createClock();
      const budget: Budget = createBudget({ testing: clock });
      const answer = limiter(size, perSecond, clock.now);
      const outcomes: { lane: Lane; status: number | string }[] = [];
      const make = async (lane: Lane, edits: string | undefined) => {
        const turn = await budget.enter({ lane, edits, expiresAt: never, signal: undefined });
        if (!turn.ok) return outcomes.push({ lane, status: turn.why });
        const { status, headers } = answer();
        turn.done({ status, headers });
        return outcomes.push({ lane, status });
      };
      for (const { lane, post, pauseMs } of calls) {
        void make(lane, lane === 'preview' ? `${post}` : undefined);
        await clock.pass(pauseMs);
      }
      await clock.pass(calls.length * 1_000 + 60_000);
      expect(outcomes.length).toBe(calls.length);
      expect(outcomes.filter(({ lane, status }) => lane !== 'preview' && status !== 200)).toEqual([]);
      expect(outcomes.every(({ status }) => status === 200 || status === 'superseded')).toBe(true);
    }),
    { numRuns: 60 },
  );
});
