import * as v from 'valibot';
import { expect, expectTypeOf, it } from 'vitest';
import {
  type CallOptions,
  createRestClient,
  type Post,
  path,
  postSchema,
  type RestClient,
  type RestRequest,
  type User,
} from '../../src/index.ts';
import { everyCall, list, member, post, readAll, user } from '../support/every-call.ts';
import { bodyOf, serve } from '../support/serve.ts';

/** A client of a server that answers each call with the next of `answers`, and what that server was asked. */
async function setup(...answers: unknown[]): Promise<{ rest: RestClient; asked: string[]; headers: string[] }> {
  const asked: string[] = [];
  const headers: string[] = [];
  const url = await serve(async (request, response) => {
    asked.push(`${request.method} ${request.url?.replace('/api/v4', '')} ${await bodyOf(request)}`.trimEnd());
    headers.push(...Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`));
    response.end(JSON.stringify(answers.shift()));
  });
  return { rest: createRestClient({ baseUrl: url, token: 'xyz' }), asked, headers };
}

it.each(everyCall)(
  'The method $name calls its route and returns its answer',
  async ({ call, asks, answer, returns }) => {
    const { rest, asked } = await setup(answer);
    const result = await call(rest);
    expect(asked).toEqual([asks]);
    if (returns === undefined) expect(result).toBeUndefined();
    else expect(result).toMatchObject(returns);
  },
);

it('Every method of the client is called by a test', () => {
  const { request, budget, ...areas } = createRestClient({ baseUrl: 'https://chat.example.com', token: 'xyz' });
  const methods = Object.entries(areas).flatMap(([area, routes]) => Object.keys(routes).map(name => `${area}.${name}`));
  const elsewhere = ['commands.regenerateToken', 'files.read', 'files.upload'];
  expect([...everyCall.map(({ name }) => name), ...elsewhere].sort()).toEqual(methods.sort());
});

it('A post is created from exactly the fields that are given', async () => {
  const { rest, asked } = await setup(post);
  const given = {
    channel_id: 'c1',
    message: 'grüße 😀',
    root_id: undefined,
    props: { a: [1] },
    pending_post_id: 'u1:7',
  };
  await rest.posts.create(given);
  expect(asked).toEqual([`POST /posts ${JSON.stringify(given)}`]);
});

it('Regenerating the token of a slash command returns the new one', async () => {
  const { rest, asked } = await setup({ token: 'new' });
  expect(await rest.commands.regenerateToken('x1')).toBe('new');
  expect(asked).toEqual(['PUT /commands/x1/regen_token']);
});

it('Archived channels are listed when asked for', async () => {
  const { rest, asked } = await setup([]);
  await rest.channels.mine('t1', { include_deleted: true });
  expect(asked).toEqual(['GET /users/me/teams/t1/channels?include_deleted=true']);
});

it('The page that is given is asked for', async () => {
  const { rest, asked } = await setup(list, list, list);
  await rest.posts.after('c1', 'p1', { page: 3, perPage: 200 });
  await rest.posts.page('c1', { perPage: 5, skipFetchThreads: true });
  await rest.posts.before('c1', 'p1', { skipFetchThreads: false });
  expect(asked).toEqual([
    'GET /channels/c1/posts?after=p1&page=3&per_page=200',
    'GET /channels/c1/posts?page=0&per_page=5&skipFetchThreads=true',
    'GET /channels/c1/posts?before=p1&page=0&per_page=60',
  ]);
});

it('All pages of a team and of a channel are read', async () => {
  const users = Array.from({ length: 200 }, (_, index) => ({ id: `u${index}`, username: `user${index}` }));
  const { rest, asked } = await setup(users, [user], [member]);
  const seen: User[] = [];
  for await (const user of rest.users.inTeam('t1')) seen.push(user);
  for await (const found of rest.channels.members('c1')) expect(found).toMatchObject(member);
  expect(seen.map(({ id }) => id)).toEqual([...users.map(({ id }) => id), 'u1']);
  expect(asked).toEqual([
    'GET /users?in_team=t1&page=0&per_page=200',
    'GET /users?in_team=t1&page=1&per_page=200',
    'GET /channels/c1/members?page=0&per_page=200',
  ]);
});

it('A call signs in by header and sends JSON as JSON', async () => {
  const { rest, headers } = await setup(post);
  await rest.posts.create({ channel_id: 'c1', message: 'hi' });
  expect(headers).toEqual(
    expect.arrayContaining(['authorization: Bearer xyz', 'content-type: application/json', 'accept: application/json']),
  );
});

it.each(['/chat', '/chat/', '/chat/api/v4', '/chat/api/v4/'])(
  'A call works below the sub-path of %s',
  async subPath => {
    let asked: string | undefined;
    const url = await serve((request, response) => {
      asked = request.url;
      response.end(JSON.stringify(user));
    });
    await createRestClient({ baseUrl: url + subPath, token: 'xyz' }).users.me();
    expect(asked).toBe('/chat/api/v4/users/me');
  },
);

it('An empty look-up sends nothing, because the server would refuse it', async () => {
  const { rest, asked } = await setup();
  expect(await rest.users.getByIds([])).toEqual([]);
  expect(await rest.users.getByUsernames([])).toEqual([]);
  expect(await rest.status.getByIds([])).toEqual([]);
  expect(await rest.posts.getByIds([])).toEqual([]);
  expect(asked).toEqual([]);
});

it.each<readonly [string, (rest: RestClient) => Promise<unknown>]>([
  ['an id that leads elsewhere', rest => rest.users.get('../posts/p1')],
  ['more files than a post can have', rest => rest.files.upload('c1', Array(11).fill({ name: 'a', content: '' }))],
  ['a file without a name', rest => rest.files.upload('c1', [{ name: '', content: '' }])],
  ['a lane that there is not', rest => rest.users.me({ lane: 'fast' as 'final' })],
  ['an empty id', rest => rest.posts.delete('')],
  ['an empty anchor, which would mean the newest posts', rest => rest.posts.after('c1', '')],
  ['an empty team, which would mean all users', rest => readAll(rest.users.inTeam(''))],
  ['a time of 0, which would mean the newest posts', rest => rest.posts.since('c1', 0)],
  ['a page that the server would shrink', rest => rest.posts.page('c1', { perPage: 500 })],
  ['a deadline that no timer can keep', rest => rest.users.me({ timeoutMs: 0 })],
  ['a misspelt option', rest => rest.users.me({ timeout: 5 } as CallOptions)],
  ['a signal that is none', rest => rest.users.me({ signal: {} as AbortSignal })],
  ['a path that leads out of the API', rest => rest.request({ method: 'GET', path: '/../../x', schema: v.any() })],
])('A call with %s sends nothing and throws a TypeError', async (_, call) => {
  const { rest, asked } = await setup({});
  await expect(call(rest)).rejects.toThrow(TypeError);
  expect(asked).toEqual([]);
});

it('The options of a call may be part of a larger object', async () => {
  const { rest } = await setup(user);
  const larger = { signal: new AbortController().signal, host: 'x', options: {}, log: () => {} };
  expect(await rest.users.me(larger)).toMatchObject(user);
});

it('request calls any route and resolves to the type of its schema', async () => {
  const { rest, asked } = await setup({ status: 'online', manual: false });
  const status = await rest.request({
    method: 'GET',
    path: path`/users/${'u1'}/status`,
    query: { a: 'x y&z=ä+%', b: 1, c: true, d: undefined },
    schema: v.looseObject({ status: v.string() }),
  });
  expectTypeOf(status.status).toEqualTypeOf<string>();
  expect(status).toEqual({ status: 'online', manual: false });
  const url = new URL(asked[0]!.split(' ')[1]!, 'http://localhost');
  expect(Object.fromEntries(url.searchParams)).toEqual({ a: 'x y&z=ä+%', b: '1', c: 'true' });
});

it('request accepts the exported schemas and combinations of them', async () => {
  const { rest } = await setup([post]);
  const posts = await rest.request({
    method: 'POST',
    path: '/posts/ids',
    body: ['p1'],
    schema: v.array(postSchema),
  });
  expectTypeOf(posts).toEqualTypeOf<Post[]>();
  expect(posts).toMatchObject([post]);
});

it('request without a schema resolves to any JSON', async () => {
  const { rest } = await setup({ any: ['thing'] });
  const answer = await rest.request({ method: 'GET', path: '/x' });
  expectTypeOf(answer).toEqualTypeOf<unknown>();
  expect(answer).toEqual({ any: ['thing'] });
});

it.each([
  [{ schema: {} }, 'schema: expected one of a Standard Schema library, got an object'],
  [{ schema: null }, 'schema: expected one of a Standard Schema library, got null'],
  [{ method: 'get' }, 'method: expected one of GET, POST, PUT, PATCH, DELETE, got a text of 3 characters'],
  [{ idempotency: true }, /^idempotency: expected one of method, path, .+, got an option that does not exist$/],
])('request refuses %j before anything is sent', async (wrong, message) => {
  const { rest, asked } = await setup({});
  const request = { method: 'POST', path: '/x', schema: v.any(), ...wrong } as RestRequest<unknown>;
  await expect(rest.request(request)).rejects.toThrow(message);
  expect(asked).toEqual([]);
});

it('A schema that throws is reported as another shape, and after a POST the outcome is unknown', async () => {
  const { rest } = await setup({}, {});
  const schema = v.pipe(
    v.any(),
    v.transform(() => {
      throw new RangeError('broken schema');
    }),
  );
  const read = await rest.request({ method: 'GET', path: '/x', schema }).catch(error => error);
  expect(read).toMatchObject({ code: 'unexpected-response', found: 'other-shape' });
  expect(read.message).toBe('GET /x: the schema failed: RangeError: broken schema');
  expect(read.cause).toBeInstanceOf(RangeError);
  const write = await rest.request({ method: 'POST', path: '/x', schema }).catch(error => error);
  expect(write).toMatchObject({ code: 'outcome-unknown', cause: { found: 'other-shape' } });
});

it('request sends objects of any kind as JSON', async () => {
  const { rest, asked } = await setup({}, {}, {});
  const bodies = [Object.assign(Object.create(null), { a: 1 }), { buffer: 'b' }, new Map()];
  for (const body of bodies) await rest.request({ method: 'POST', path: '/x', body, schema: v.any() });
  expect(asked).toEqual(['POST /x {"a":1}', 'POST /x {"buffer":"b"}', 'POST /x {}']);
});

it('An answer is logged without its contents', async () => {
  const lines: string[] = [];
  const url = await serve((_, response) => response.end(JSON.stringify(post)));
  const ignore = () => {};
  const logger = { debug: (line: string) => lines.push(line), info: ignore, warn: ignore, error: ignore };
  await createRestClient({ baseUrl: url, token: 'xyz', logger }).posts.get('p1');
  expect(lines).toEqual([expect.stringMatching(/^GET \/posts\/p1: 200 after \d+ ms$/)]);
});
