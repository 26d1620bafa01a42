import { once } from 'node:events';
import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import {
  createRestClient,
  type Fetch,
  HttpError,
  NetworkError,
  RateLimitedError,
  UnexpectedResponseError,
} from '../../src/index.ts';
import { clientOf, deferred, watched } from '../support/client-of.ts';
import { serve } from '../support/serve.ts';

it('An answer that never ends is cut off, and the connection is closed', async () => {
  const closed = deferred<void>();
  const chunk = Buffer.alloc(64 * 1024, ' ');
  const rest = await clientOf(
    async (_, response) => {
      response.once('close', () => closed.resolve());
      while (!response.destroyed) {
        if (!response.write(chunk)) await Promise.race([once(response, 'drain'), closed.promise]);
      }
    },
    { maxResponseBytes: 1024 * 1024 },
  );
  const error = await rest.users.me().catch(error => error);
  expect(error).toBeInstanceOf(UnexpectedResponseError);
  expect(error).toMatchObject({ message: expect.stringContaining('larger than maxResponseBytes') });
  await closed.promise;
});

it('An answer that announces too many bytes is refused at once', async () => {
  let asked = 0;
  const rest = await clientOf(
    (_, response) => {
      asked++;
      response.writeHead(200, { 'content-length': 999_999_999_999 }).flushHeaders();
    },
    { maxAttempts: 5 },
  );
  await expect(rest.users.me()).rejects.toMatchObject({ found: 'too-large', status: 200 });
  expect(asked).toBe(1);
});

it('An answer that is small only while compressed is cut off', async () => {
  const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024, ' '));
  const rest = await clientOf((_, response) => response.setHeader('content-encoding', 'gzip').end(bomb), {
    maxResponseBytes: 1024 * 1024,
  });
  await expect(rest.users.me()).rejects.toThrow(/larger than maxResponseBytes/);
});

it('An answer is read whatever its content type', async () => {
  const rest = await clientOf((_, response) => {
    response.setHeader('content-type', 'text/html').end('{"id":"u1","username":"alice"}');
  });
  expect(await rest.users.me()).toMatchObject({ id: 'u1' });
});

it('A sign-in page with status 200 is not a success', async () => {
  const rest = await clientOf((_, response) => {
    response.setHeader('content-type', 'application/json').end('<html><title>Sign in</title></html>');
  });
  const error = await rest.posts.delete('p1').catch(error => error);
  expect(error).toBeInstanceOf(UnexpectedResponseError);
  expect(error).toMatchObject({ status: 200, message: expect.stringContaining('an HTML page, "Sign in"') });
});

it('An answer of 204 is enough where nothing is returned', async () => {
  const rest = await clientOf((_, response) => void response.writeHead(204).end());
  expect(await rest.posts.delete('p1')).toBeUndefined();
});

it('A 502 with a page is an HttpError', async () => {
  const rest = await clientOf(
    (_, response) => void response.writeHead(502).end('<html><title>502 Bad Gateway</title>'),
  );
  const error = await rest.users.me().catch(error => error);
  expect(error).toBeInstanceOf(HttpError);
  expect(error).toMatchObject({ status: 502, id: undefined });
});

it('A 429 in plain text is a RateLimitedError', async () => {
  const rest = await clientOf((_, response) => {
    response.writeHead(429, { 'content-type': 'text/plain', 'retry-after': '2' }).end('limit exceeded\n');
  });
  const error = await rest.users.me().catch(error => error);
  expect(error).toBeInstanceOf(RateLimitedError);
  expect(error).toMatchObject({ retryAfterMs: 2000 });
});

it('A redirect is not followed, so that no other host gets the token', async () => {
  let elsewhere = 0;
  const other = await serve((_, response) => {
    elsewhere++;
    response.end('{"id":"u1","username":"alice"}');
  });
  const rest = await clientOf((_, response) => void response.writeHead(302, { location: other }).end());
  const error = await rest.users.me().catch(error => error);
  expect(error).toBeInstanceOf(UnexpectedResponseError);
  expect(error).toMatchObject({ found: 'redirect', status: 302 });
  expect(elsewhere).toBe(0);
});

it.each([
  [
    301,
    'https://new.example.com/chat/api/v4/users/me?token=secret',
    'the server redirects (301) to https://new.example.com/chat/api/v4/users/me, which is not followed: set baseUrl to https://new.example.com/chat',
  ],
  [
    302,
    'https://login.example.com/?next=/api/v4/users/me',
    'the server redirects (302) to https://login.example.com/, which is not followed: is baseUrl the final address, or does a proxy ask for a sign-in?',
  ],
  [
    307,
    undefined,
    'the server redirects (307), which is not followed: is baseUrl the final address, or does a proxy ask for a sign-in?',
  ],
])('A redirect of %d to %s says where it leads and what to do', async (status, location, message) => {
  const rest = await clientOf((_, response) => void response.writeHead(status, location ? { location } : {}).end());
  await expect(rest.users.me()).rejects.toThrow(`GET /users/me: ${message}`);
});

it('A redirect to a path of the same server says where it leads', async () => {
  const rest = await clientOf((_, response) => void response.writeHead(302, { location: '/login' }).end());
  await expect(rest.users.me()).rejects.toThrow(/redirects \(302\) to http:\/\/127\.0\.0\.1:\d+\/login, which/);
});

it('An upload that is redirected is not sent again', async () => {
  let asked = 0;
  const rest = await clientOf(
    (request, response) => {
      asked++;
      request.resume();
      response.writeHead(308, { location: '/elsewhere' }).end();
    },
    { maxAttempts: 5 },
  );
  const upload = rest.files.upload('c1', [{ name: 'a.txt', content: 'text' }]);
  await expect(upload).rejects.toMatchObject({ code: 'unexpected-response', found: 'redirect' });
  expect(asked).toBe(1);
});

it('A fetch that refuses a redirect by itself is reported as a redirect', async () => {
  const fetch: Fetch = () => Promise.reject(new Error('Too many redirects (limit: 0)'));
  const rest = createRestClient({ baseUrl: 'https://chat.example.com', token: 'xyz', fetch });
  await expect(rest.users.me()).rejects.toMatchObject({ code: 'unexpected-response', found: 'redirect' });
});

it('A refused connection is a NetworkError with the reason', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  const error = await createRestClient({ baseUrl: `http://127.0.0.1:${port}`, token: 'xyz', maxAttempts: 1 })
    .users.me()
    .catch(error => error);
  expect(error).toBeInstanceOf(NetworkError);
  expect(error).toMatchObject({ code: 'network', systemCode: 'ECONNREFUSED', request: 'GET /users/me' });
  expect(error).toMatchObject({ message: expect.stringContaining('is the server running') });
});

it('A connection that is reset before the headers is a NetworkError', async () => {
  const rest = await clientOf(request => request.socket.destroy());
  await expect(rest.users.me()).rejects.toThrow(NetworkError);
});

it('A connection that is reset in the body is a NetworkError', async () => {
  const { fetch, headers } = watched();
  const rest = await clientOf(
    async (request, response) => {
      response.write('{"id":');
      await headers;
      request.socket.destroy();
    },
    { fetch },
  );
  await expect(rest.users.me()).rejects.toThrow(NetworkError);
});

it('A logger that throws does not make a call fail', async () => {
  const fail = () => {
    throw new Error('the pipe is closed');
  };
  const logger = { debug: fail, info: fail, warn: fail, error: fail };
  const rest = await clientOf((_, response) => response.end('{"id":"u1","username":"alice"}'), { logger });
  expect(await rest.users.me()).toMatchObject({ id: 'u1' });
});
