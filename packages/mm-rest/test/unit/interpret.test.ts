import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { HttpError, RateLimitedError, UnexpectedResponseError } from '../../src/errors.ts';
import { interpret } from '../../src/interpret.ts';
import { createCleanText } from '../../src/redact.ts';

const page = '<!DOCTYPE html><html><head><title>Sign in</title></head></html>';

function judge(status: number, text: string, options: { headers?: Record<string, string>; truncated?: boolean } = {}) {
  const { headers, truncated = false } = options;
  const answer = { status, text, truncated, headers: new Headers(headers) };
  return interpret(answer, v.object({ id: v.string() }), 'GET /things/1', createCleanText('s3cret-token'));
}

async function failure(...call: Parameters<typeof judge>): Promise<unknown> {
  return judge(...call).then(
    () => expect.unreachable('the answer was accepted'),
    error => error,
  );
}

it('A good answer gives the value of its schema', async () => {
  expect(await judge(200, '{"id":"a","more":1}')).toEqual({ id: 'a' });
});

it.each([
  [200, page, 'GET /things/1: an HTML page, "Sign in" instead of JSON; is baseUrl right, or is a proxy in between?'],
  [200, 'pong', 'GET /things/1: the text "pong" instead of JSON; is baseUrl right, or is a proxy in between?'],
  [200, '', 'GET /things/1: an empty body instead of JSON; is baseUrl right, or is a proxy in between?'],
  [302, '', 'GET /things/1: a redirect (302), which is not followed; is baseUrl right, or is a proxy in between?'],
])('An answer of %d with the body %j says what came instead of JSON', async (status, text, message) => {
  const error = await failure(status, text);
  expect(error).toBeInstanceOf(UnexpectedResponseError);
  expect(error).toMatchObject({ code: 'unexpected-response', message, status, request: 'GET /things/1' });
});

it('JSON of another shape says where it differs', async () => {
  const error = await failure(200, '{"id":7}');
  expect(error).toBeInstanceOf(UnexpectedResponseError);
  expect(error).toMatchObject({ message: expect.stringContaining('JSON of another shape, id: ') });
});

it('An answer that is too large is not reported as broken JSON', async () => {
  const error = await failure(200, '{"id":"a', { truncated: true });
  expect(error).toMatchObject({ code: 'unexpected-response', message: expect.stringContaining('maxResponseBytes') });
});

it('A refusal carries the status, id and text of Mattermost', async () => {
  const text =
    '{"id":"api.context.permissions.app_error","message":"Not allowed.","request_id":"r1","status_code":403}';
  const error = await failure(403, text);
  expect(error).toBeInstanceOf(HttpError);
  expect(error).toMatchObject({
    name: 'HttpError',
    code: 'http',
    status: 403,
    id: 'api.context.permissions.app_error',
    requestId: 'r1',
    request: 'GET /things/1',
  });
  expect(error).toMatchObject({
    message: expect.stringMatching(
      /^GET \/things\/1: 403, "Not allowed\." \(api\.context\.permissions\.app_error\); the account lacks a permission/,
    ),
  });
});

it.each([
  [401, 'api.context.session_expired.app_error', /token was refused/],
  [404, 'api.context.404.app_error', /no such route.*baseUrl/],
  [404, 'app.post.get.app_error', /does not exist or was deleted/],
  [400, 'api.context.invalid_url_param.app_error', /not 26 characters/],
  [400, 'api.post.create_post.root_id.app_error', /first post of a thread/],
  [400, 'model.post.is_valid.msg.app_error', /MaxPostSize/],
  [400, 'model.post.is_valid.message_length.app_error', /MaxPostSize/],
  [413, 'api.context.request_body_too_large.app_error', /too large/],
  [501, 'api.command.disabled.app_error', /switched off/],
  [500, 'api.post.deduplicate_create_post.pending', /retry in a moment/],
])('The refusal %d %s says what to do', async (status, id, advice) => {
  const error = await failure(status, JSON.stringify({ id, message: 'No.' }));
  expect(error).toMatchObject({ status, id, message: expect.stringMatching(advice) });
});

it.each([
  [401, /an HTML page, "Sign in"; is baseUrl right, or is a proxy in between/],
  [404, /an HTML page, "Sign in"; is baseUrl right, or is a proxy in between/],
  [413, /too large for the server, or for a proxy/],
  [502, /a proxy in front of Mattermost could not reach it/],
])('A refusal of %d with an HTML page is blamed on a proxy or the address', async (status, advice) => {
  const error = await failure(status, page);
  expect(error).toBeInstanceOf(HttpError);
  expect(error).toMatchObject({ status, id: undefined, message: expect.stringMatching(advice) });
});

it.each(['', 'null', '7', '"gone"', '[]', '{"id":7,"message":{}}'])(
  'A refusal with the body %j still has its status',
  async text => {
    const error = await failure(500, text);
    expect(error).toBeInstanceOf(HttpError);
    expect(error).toMatchObject({ status: 500, id: undefined });
  },
);

it('A refusal whose body is too large is still a refusal', async () => {
  expect(await failure(502, page, { truncated: true })).toBeInstanceOf(HttpError);
});

it('The request id is read from the header when the body has none', async () => {
  expect(await failure(500, '', { headers: { 'X-Request-Id': 'r2' } })).toMatchObject({ requestId: 'r2' });
});

it('A token that the server repeats is never shown', async () => {
  const text = JSON.stringify({
    id: 's3cret-token',
    message: 'Invalid session token=s3cret-token, err=',
    request_id: 's3cret-token',
  });
  const error = await failure(401, text);
  expect(error).toMatchObject({ message: expect.stringContaining('Invalid session token=[redacted], err=') });
  expect(JSON.stringify(error)).not.toContain('s3cret-token');
});

it('A 429 in plain text, as Mattermost sends it, says how long to wait', async () => {
  const error = await failure(429, 'limit exceeded\n', { headers: { 'Retry-After': '3' } });
  expect(error).toBeInstanceOf(RateLimitedError);
  expect(error).toBeInstanceOf(HttpError);
  expect(error).toMatchObject({ code: 'rate-limited', status: 429, retryAfterMs: 3000 });
  expect(error).toMatchObject({ message: expect.stringContaining('429, the text "limit exceeded"; too many calls') });
});

it('A 429 from a proxy, with a page and no time to wait, is a RateLimitedError too', async () => {
  expect(await failure(429, page)).toMatchObject({ code: 'rate-limited', retryAfterMs: undefined });
});

const refusals = ['5.37', '6.7'].flatMap(version => recording(version).refusals.map(one => ({ version, ...one })));

it.each(refusals)(
  'The refusal "$label" recorded from Mattermost $version keeps its status and id',
  async ({ status, body }) => {
    const error = await failure(status, JSON.stringify(body));
    expect(error).toBeInstanceOf(HttpError);
    expect(error).toMatchObject({ status, id: body['id'], requestId: body['request_id'] });
  },
);

function recording(version: string): { refusals: { label: string; status: number; body: Record<string, string> }[] } {
  return JSON.parse(readFileSync(new URL(`../recordings/mattermost-${version}.json`, import.meta.url), 'utf8'));
}
