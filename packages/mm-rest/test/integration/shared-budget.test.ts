import type { ServerResponse } from 'node:http';
import { expect, it, vi } from 'vitest';
import { createBudget, createRestClient, type RestOptions } from '../../src/index.ts';
import { serve } from '../support/serve.ts';

const user = JSON.stringify({ id: 'u1', username: 'alice' });

/** A server whose bucket is empty once it has answered, and how often it was asked. */
async function exhausted(values: (value: string) => string = value => value) {
  const asked: string[] = [];
  const baseUrl = await serve((request, response) => {
    asked.push(request.headers.authorization ?? '');
    answer(response, values);
  });
  return { baseUrl, asked };
}

function answer(response: ServerResponse, values: (value: string) => string): void {
  response.setHeader('X-Ratelimit-Limit', values('11'));
  response.setHeader('X-Ratelimit-Remaining', values('0'));
  response.setHeader('X-Ratelimit-Reset', values('60'));
  response.end(user);
}

/** A further copy of the module, as a host makes that loads a plugin twice. */
async function otherCopy(): Promise<typeof createRestClient> {
  vi.resetModules();
  const copy = await import('../../src/index.ts');
  expect(copy.createRestClient).not.toBe(createRestClient);
  return copy.createRestClient;
}

const soon = { timeoutMs: 500 };
const tooLate = { code: 'not-sent', why: 'too-late' };

it('A client says what the rate limit of the server still lets through', async () => {
  const { baseUrl } = await exhausted();
  const { users, budget } = createRestClient({ baseUrl, token: 'one' });
  expect(budget.status().limit).toBeUndefined();
  await users.me();
  expect(budget.status().limit).toMatchObject({ size: 11, remaining: 0 });
});

it('Clients of the same server share one budget', async () => {
  const { baseUrl, asked } = await exhausted();
  await createRestClient({ baseUrl, token: 'one' }).users.me();
  await expect(createRestClient({ baseUrl, token: 'two' }).users.me(soon)).rejects.toMatchObject(tooLate);
  expect(asked.length).toBe(1);
});

it('Clients of another copy of the module share the budget', async () => {
  const { baseUrl, asked } = await exhausted();
  await createRestClient({ baseUrl, token: 'one' }).users.me();
  const create = await otherCopy();
  await expect(create({ baseUrl, token: 'one' }).users.me(soon)).rejects.toMatchObject(tooLate);
  expect(asked.length).toBe(1);
});

it('Clients of another server have another budget', async () => {
  const [one, other] = [await exhausted(), await exhausted()];
  await createRestClient({ baseUrl: one.baseUrl, token: 'one' }).users.me();
  await createRestClient({ baseUrl: other.baseUrl, token: 'one' }).users.me(soon);
  expect(other.asked.length).toBe(1);
});

it('Where the server counts by account, each account has a budget of its own', async () => {
  const { baseUrl, asked } = await exhausted(value => `${value}, ${value}`);
  const [one, two] = ['one', 'two'].map(token => createRestClient({ baseUrl, token }));
  await one?.users.me();
  await two?.users.me(soon);
  await one?.users.me(soon);
  await expect(one?.users.me(soon)).rejects.toMatchObject(tooLate);
  await expect(two?.users.me(soon)).rejects.toMatchObject(tooLate);
  expect(asked).toEqual(['Bearer one', 'Bearer two', 'Bearer one']);
});

it.each<[string, Partial<RestOptions>]>([
  ['a budget', { budget: createBudget() }],
  ['a clock', { testing: { now: () => performance.now() } }],
])('A client with %s of its own does not share the budget', async (_, own) => {
  const { baseUrl, asked } = await exhausted();
  await createRestClient({ baseUrl, token: 'one' }).users.me();
  await createRestClient({ baseUrl, token: 'one', ...own }).users.me(soon);
  expect(asked.length).toBe(2);
});

it('No token is kept where other code could read it', async () => {
  const token = 'abcdefghijklmnopqrstuvwxyz';
  const { baseUrl } = await exhausted(value => `${value}, ${value}`);
  const rest = createRestClient({ baseUrl, token });
  await rest.users.me();
  await rest.users.me(soon);
  const registry = (globalThis as Record<symbol, unknown>)[Symbol.for('@clawmost/mm-rest budgets 1')];
  const names = [...(registry as Map<string, { byAccount: Map<string, unknown> }>).values()];
  expect(names.flatMap(({ byAccount }) => [...byAccount.keys()]).join()).not.toContain(token);
  expect(names.some(({ byAccount }) => byAccount.size > 0)).toBe(true);
});
