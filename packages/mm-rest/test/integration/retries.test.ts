import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, it } from 'vitest';
import {
  createRestClient,
  HttpError,
  NetworkError,
  NotSentError,
  OutcomeUnknownError,
  PostGoneError,
  RateLimitedError,
  type RestClient,
  type RestOptions,
} from '../../src/index.ts';
import { bodyOf, serve } from '../support/serve.ts';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const post = { id: 'p1', user_id: 'u1', channel_id: 'c1', message: 'hi', create_at: 1, update_at: 2 };
const written = { channel_id: 'c1', message: 'hi' };
const ok: Answer = response => response.end(JSON.stringify(post));
const reset: Answer = (_, request) => request.socket.destroy();
const refusal = (status: number, id: string): Answer => {
  return response => response.writeHead(status).end(JSON.stringify({ id, message: 'No.', status_code: status }));
};
const page: Answer = response => response.writeHead(502).end('<html><title>Bad Gateway</title></html>');
const limited: Answer = response => response.writeHead(429, { 'retry-after': '1' }).end('limit exceeded\n');
const pending = refusal(500, 'api.post.deduplicate_create_post.pending');

/** A client of a server that answers each attempt with the next of `answers`; its clock jumps instead of waiting. */
async function setup(answers: Answer[], options: Partial<RestOptions> = {}) {
  const asked: { what: string; body: string }[] = [];
  const baseUrl = await serve(async (request, response) => {
    asked.push({ what: `${request.method} ${request.url?.replace('/api/v4', '')}`, body: await bodyOf(request) });
    answers.shift()?.(response, request);
  });
  let time = 0;
  const waits: number[] = [];
  const sleep = async (ms: number) => {
    waits.push(ms);
    time += ms;
  };
  const rest = createRestClient({
    baseUrl,
    token: 'xyz',
    testing: { now: () => time, sleep, random: () => 0 },
    ...options,
  });
  return { rest, asked, waits, pass: (ms: number) => (time += ms) };
}

const keyOf = ({ body }: { body: string }) => JSON.parse(body).pending_post_id;

it('A call that only reads is retried until it is answered, more slowly each time', async () => {
  const { rest, asked, waits } = await setup([reset, page, refusal(500, 'app.x'), ok]);
  expect(await rest.posts.get('p1')).toMatchObject({ id: 'p1' });
  expect(asked.length).toBe(4);
  expect(waits).toEqual([250, 500, 1_000]);
});

it('A call that the server refuses is not retried', async () => {
  const { rest, asked } = await setup([refusal(403, 'api.context.permissions.app_error')]);
  await expect(rest.posts.get('p1')).rejects.toThrow(HttpError);
  expect(asked.length).toBe(1);
});

it('A call is tried up to maxAttempts, and then fails with its last failure', async () => {
  const { rest, asked } = await setup([reset, page, ok]);
  await expect(rest.posts.get('p1', { maxAttempts: 2 })).rejects.toMatchObject({ code: 'http', status: 502 });
  expect(asked.length).toBe(2);
});

it('After a 429 a call waits as long as the server asks, and no longer', async () => {
  const { rest, waits } = await setup([limited, ok]);
  await rest.posts.get('p1');
  expect(waits).toEqual([1_000]);
});

it('A call that a 429 makes too late fails at once with that 429', async () => {
  const { rest, asked } = await setup([limited, ok]);
  await expect(rest.posts.get('p1', { timeoutMs: 900 })).rejects.toThrow(RateLimitedError);
  expect(asked.length).toBe(1);
});

it('A new post is retried under the same id, which the caller need not know', async () => {
  const { rest, asked } = await setup([reset, pending, ok]);
  expect(await rest.posts.create(written)).toMatchObject({ id: 'p1' });
  expect(new Set(asked.map(keyOf)).size).toBe(1);
  expect(keyOf(asked[0] ?? { body: '' })).toMatch(/^[0-9a-f-]{36}$/);
});

it('Each new post has an id of its own', async () => {
  const { rest, asked } = await setup([ok, ok]);
  await rest.posts.create(written);
  await rest.posts.create(written);
  expect(new Set(asked.map(keyOf)).size).toBe(2);
});

it('A new post keeps the id that the caller gives', async () => {
  const { rest, asked } = await setup([ok]);
  await rest.posts.create({ ...written, pending_post_id: 'u1:7' });
  expect(asked.map(keyOf)).toEqual(['u1:7']);
});

it('A post whose id the server may have forgotten is not retried, and its outcome is unknown', async () => {
  const { rest, asked, pass } = await setup([
    (_, request) => {
      pass(26_000);
      request.socket.destroy();
    },
    ok,
  ]);
  const error = await rest.posts.create({ ...written, pending_post_id: 'u1:7' }).catch(error => error);
  expect(error).toBeInstanceOf(OutcomeUnknownError);
  expect(error).toMatchObject({ code: 'outcome-unknown', pendingPostId: 'u1:7', request: 'POST /posts' });
  expect(error.message).toMatch(/^POST \/posts: the server may have acted on it, so check before/);
  expect(error.cause).toBeInstanceOf(NetworkError);
  expect(asked.length).toBe(1);
});

it('A create is not retried after the server restarted, because it no longer knows the id', async () => {
  const { rest, asked } = await setup([reset, page, ok]);
  await expect(rest.posts.create(written)).rejects.toMatchObject({ code: 'outcome-unknown', cause: { status: 502 } });
  expect(asked.length).toBe(2);
});

it('A post that cannot have been written yet is retried even after the server was down', async () => {
  const { rest, asked } = await setup([refusal(500, 'app.x'), page, ok]);
  expect(await rest.posts.create(written)).toMatchObject({ id: 'p1' });
  expect(asked.length).toBe(3);
});

it('A post that stays pending for too long has an unknown outcome', async () => {
  const { rest } = await setup([reset, ...Array<Answer>(9).fill(pending)]);
  await expect(rest.posts.create(written)).rejects.toMatchObject({
    code: 'outcome-unknown',
    cause: { id: 'api.post.deduplicate_create_post.pending' },
  });
});

it('A post that was written and deleted meanwhile is a PostGoneError', async () => {
  const { rest } = await setup([reset, refusal(500, 'api.post.deduplicate_create_post.failed_to_get')]);
  const error = await rest.posts.create(written).catch(error => error);
  expect(error).toBeInstanceOf(PostGoneError);
  expect(error).toMatchObject({ code: 'post-gone', status: 500 });
});

it('A post that the server refuses is not retried', async () => {
  const { rest } = await setup([refusal(400, 'model.post.is_valid.msg.app_error')]);
  await expect(rest.posts.create(written)).rejects.toMatchObject({ code: 'http', status: 400 });
});

const click = (rest: RestClient) => rest.interactions.click('p1', 'yes');

it('A call that must not happen twice is retried only when nothing can have happened', async () => {
  const { rest, asked } = await setup([limited, response => response.end('{"trigger_id":"tr"}')]);
  expect(await click(rest)).toMatchObject({ trigger_id: 'tr' });
  expect(asked.length).toBe(2);
});

it.each([
  ['reset connection', reset],
  ['page of a proxy', page],
  ['success that cannot be read', (response: ServerResponse) => response.end('<html>')],
] as const)(
  'When its answer was lost in a %s, a call that must not happen twice has an unknown outcome',
  async (_, answer) => {
    const { rest, asked } = await setup([answer, ok]);
    await expect(click(rest)).rejects.toThrow(OutcomeUnknownError);
    expect(asked.length).toBe(1);
  },
);

it('A preview is not retried, because the next one is about to come', async () => {
  const { rest, asked } = await setup([reset, ok]);
  await expect(rest.posts.patch('p1', { message: '…' }, { lane: 'preview' })).rejects.toThrow(NetworkError);
  expect(asked.length).toBe(1);
});

it('A waiting preview is replaced by the newer one, and fails as superseded', async () => {
  const previews: Promise<unknown>[] = [];
  const ignore = () => {};
  // Called with the 429, from which on all calls have to wait.
  const warn = () => {
    for (const message of ['a', 'b']) {
      const preview = rest.posts.patch('p1', { message }, { lane: 'preview' });
      previews.push(preview.catch(error => error));
    }
  };
  const logger = { debug: ignore, info: ignore, warn, error: ignore };
  const { rest, asked } = await setup([limited, ok, ok], { logger });
  await rest.posts.get('p1');
  const [older, newer] = await Promise.all(previews);
  expect(older).toBeInstanceOf(NotSentError);
  expect(older).toMatchObject({ code: 'not-sent', why: 'superseded', request: 'PUT /posts/p1/patch' });
  expect(newer).toMatchObject({ id: 'p1' });
  expect(asked.map(({ body }) => body)).toEqual(['', '', '{"message":"b"}']);
});

it('Every retry is logged with its reason', async () => {
  const lines: string[] = [];
  const ignore = () => {};
  const logger = { debug: ignore, info: ignore, warn: (line: string) => lines.push(line), error: ignore };
  const { rest } = await setup([page, ok], { logger });
  await rest.posts.get('p1');
  expect(lines).toEqual([expect.stringMatching(/^GET \/posts\/p1: 502, .*; retrying in 250 ms \(attempt 2\)$/)]);
});
