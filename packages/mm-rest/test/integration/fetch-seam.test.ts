import { inspect } from 'node:util';
import fc from 'fast-check';
import * as v from 'valibot';
import { expect, it, onTestFinished } from 'vitest';
import { resolveApiRoot } from '../../src/base-url.ts';
import {
  createBudget,
  createRestClient,
  type Fetch,
  NetworkError,
  path,
  RequestTimeoutError,
} from '../../src/index.ts';
import { everyCall } from '../support/every-call.ts';
import { serve } from '../support/serve.ts';

const guard: Fetch = () => Promise.reject(new Error('blocked: 127.0.0.1 is internal'));

it.each(everyCall)('The call $name leaves through the fetch option alone', async ({ call }) => {
  let reached = 0;
  const baseUrl = await serve(() => reached++);
  await expect(call(createRestClient({ baseUrl, token: 'xyz', fetch: guard }))).rejects.toThrow(/blocked: 127/);
  expect(reached).toBe(0);
});

it('A refusal of the fetch option is passed on', async () => {
  const rest = createRestClient({ baseUrl: 'http://127.0.0.1:1', token: 'xyz', fetch: guard });
  const error = await rest.users.me().catch(error => error);
  expect(error).toBeInstanceOf(NetworkError);
  expect(error.message).toBe('GET /users/me: the connection failed: blocked: 127.0.0.1 is internal');
});

it('The fetch option gets the address as a text, and standard fields only', async () => {
  const seen: unknown[] = [];
  const spy: Fetch = async (input, init) => {
    seen.push(input, { ...init, signal: init.signal instanceof AbortSignal });
    return new Response('{"id":"u1","username":"alice"}');
  };
  const rest = createRestClient({ baseUrl: 'https://chat.example.com', token: 'xyz', fetch: spy });
  await rest.users.me();
  await rest.users.getByIds(['u1']).catch(() => {});
  const auth = { accept: 'application/json', authorization: 'Bearer xyz' };
  expect(seen).toEqual([
    'https://chat.example.com/api/v4/users/me',
    { method: 'GET', headers: auth, redirect: 'manual', signal: true },
    'https://chat.example.com/api/v4/users/ids',
    {
      method: 'POST',
      headers: { ...auth, 'content-type': 'application/json' },
      body: '["u1"]',
      redirect: 'manual',
      signal: true,
    },
  ]);
});

it('Every name and parameter reaches the fetch option as it was meant', async () => {
  const base = fc.constantFrom(
    'https://chat.example.com',
    'http://[::1]:8065/a@b:c/',
    'https://example.com/x%20y/api/v4',
  );
  const text = fc.string({ unit: 'grapheme', minLength: 1 });
  const name = text.filter(text => !/^\.\.?$|[/\\%\p{Cc}]/u.test(text));
  await fc.assert(
    fc.asyncProperty(base, name, text, async (baseUrl, name, text) => {
      let address = '';
      const fetch: Fetch = async input => {
        address = input;
        return new Response('{}');
      };
      const rest = createRestClient({ baseUrl, token: 'xyz', fetch });
      await rest.request({ method: 'GET', path: path`/x/${name}`, query: { q: text, page: 0 }, schema: v.any() });
      const url = new URL(address);
      expect(url.origin + url.pathname).toBe(`${resolveApiRoot(baseUrl)}/x/${encodeURIComponent(name)}`);
      expect([...url.searchParams]).toEqual([
        ['q', text],
        ['page', '0'],
      ]);
    }),
  );
});

it('The global fetch is looked up at each call', async () => {
  const before = globalThis.fetch;
  onTestFinished(() => {
    globalThis.fetch = before;
  });
  const rest = createRestClient({ baseUrl: 'https://chat.example.com', token: 'xyz' });
  globalThis.fetch = async () => new Response('{"id":"u1","username":"alice"}');
  expect(await rest.users.me()).toMatchObject({ id: 'u1' });
});

it('A fetch that ignores its signal does not outlive the deadline', async () => {
  const rest = createRestClient({
    baseUrl: 'https://chat.example.com',
    token: 'xyz',
    timeoutMs: 20,
    fetch: () => new Promise(() => {}),
  });
  await expect(rest.users.me()).rejects.toThrow(RequestTimeoutError);
});

it('The late answer of a fetch that ignored its signal is thrown away', async () => {
  let answer: (response: Response) => void = () => {};
  const rest = createRestClient({
    baseUrl: 'https://chat.example.com',
    token: 'xyz',
    timeoutMs: 20,
    fetch: () => new Promise(resolve => (answer = resolve)),
  });
  await expect(rest.users.me()).rejects.toThrow(RequestTimeoutError);
  await new Promise<void>(resolve => answer(new Response(new ReadableStream({ cancel: () => resolve() }))));
});

const token = 'abcdefghijklmnopqrstuvwxyz';

it('The token is not visible in the client object', () => {
  const rest = createRestClient({ baseUrl: 'https://chat.example.com', token });
  expect(inspect(rest, { depth: null, showHidden: true }) + JSON.stringify(rest)).not.toContain(token);
});

it('The token is in no error, cause or stack, whatever fetch throws', async () => {
  const fetch: Fetch = (_, init) => {
    const cause = Object.assign(new Error(`sent ${JSON.stringify(init.headers)}`), { init, code: 'EFAIL' });
    return Promise.reject(Object.assign(new TypeError(`failed with ${token}`, { cause }), { config: init }));
  };
  const rest = createRestClient({ baseUrl: 'https://chat.example.com', token, fetch, maxAttempts: 1 });
  const error = await rest.users.me().catch(error => error);
  expect(error).toBeInstanceOf(NetworkError);
  expect(error).toMatchObject({ systemCode: 'EFAIL', cause: { cause: { code: 'EFAIL' } } });
  expect(inspect(error, { depth: null, showHidden: true }) + error.stack).not.toContain(token);
});

it.each([200, 401, 429])('The token is in no error when an answer of %d is full of it', async status => {
  const bodies = [
    JSON.stringify({ id: token, message: `Invalid session token=${token}`, request_id: token }),
    `<html><title>${token}</title>`,
    `no such token: ${token}`,
    JSON.stringify(token),
  ];
  for (const body of bodies) {
    const fetch: Fetch = async () => new Response(body, { status, headers: { 'x-request-id': token } });
    const budget = createBudget();
    const rest = createRestClient({ baseUrl: 'https://chat.example.com', token, fetch, budget, maxAttempts: 1 });
    const error = await rest.users.me().catch(error => error);
    expect(error).toBeInstanceOf(Error);
    expect(inspect(error, { depth: null, showHidden: true }) + error.stack).not.toContain(token);
  }
});

it('The token is in no error about an argument that contains it', async () => {
  const rest = createRestClient({ baseUrl: 'https://chat.example.com', token });
  for (const id of [`../${token}`, `%${token}`]) {
    const error = await rest.users.get(id).catch(error => error);
    expect(error).toBeInstanceOf(TypeError);
    expect(inspect(error)).not.toContain(token);
  }
});
