import { expect, it } from 'vitest';
import { RequestTimeoutError } from '../../src/index.ts';
import { clientOf, deferred, watched } from '../support/client-of.ts';

it('The deadline covers a server that never answers', async () => {
  const rest = await clientOf(() => {}, { timeoutMs: 50 });
  const error = await rest.users.me().catch(error => error);
  expect(error).toBeInstanceOf(RequestTimeoutError);
  // What is left of the 50 ms when the request is sent.
  const { timeoutMs } = error as RequestTimeoutError;
  expect(timeoutMs).toBeLessThanOrEqual(50);
  expect(error).toMatchObject({
    name: 'RequestTimeoutError',
    code: 'timeout',
    request: 'GET /users/me',
    message: `GET /users/me: no complete answer within ${timeoutMs} ms`,
  });
});

it('The deadline covers a body that stalls', async () => {
  const { fetch, headers } = watched();
  const rest = await clientOf((_, response) => void response.write('{"id":'), { timeoutMs: 1000, fetch });
  const call = rest.users.me();
  await Promise.all([headers, expect(call).rejects.toThrow(RequestTimeoutError)]);
});

it('The deadline covers a body that trickles for ever', async () => {
  const rest = await clientOf(
    (_, response) => {
      const timer = setInterval(() => response.write(' '), 5);
      response.once('close', () => clearInterval(timer));
    },
    { timeoutMs: 300 },
  );
  await expect(rest.users.me()).rejects.toThrow(RequestTimeoutError);
});

it('The deadline of a call replaces that of the client', async () => {
  const rest = await clientOf(() => {}, { timeoutMs: 600_000 });
  await expect(rest.users.me({ timeoutMs: 20 })).rejects.toMatchObject({ timeoutMs: 20 });
});

it('The connection is closed when the deadline passes', async () => {
  const closed = deferred<void>();
  const rest = await clientOf((request, response) => {
    request.socket.once('close', () => closed.resolve());
    response.write('{');
  });
  await expect(rest.users.me({ timeoutMs: 100 })).rejects.toThrow(RequestTimeoutError);
  await closed.promise;
});

it('A signal that aborted before the call lets nothing be sent', async () => {
  let asked = 0;
  const rest = await clientOf(() => asked++);
  await expect(rest.users.me({ signal: AbortSignal.abort('no') })).rejects.toBe('no');
  expect(asked).toBe(0);
});

it('An abort while waiting throws the reason of the signal and closes the connection', async () => {
  const closed = deferred<void>();
  const reason = new Error('shutting down');
  const controller = new AbortController();
  const rest = await clientOf(request => {
    request.socket.once('close', () => closed.resolve());
    controller.abort(reason);
  });
  await expect(rest.users.me({ signal: controller.signal })).rejects.toBe(reason);
  await closed.promise;
});

it('An abort in the middle of the body throws the reason of the signal', async () => {
  const { fetch, headers } = watched();
  const controller = new AbortController();
  const rest = await clientOf((_, response) => void response.write('{"id":'), { fetch });
  const call = rest.users.me({ signal: controller.signal });
  await headers;
  controller.abort();
  await expect(call).rejects.toBe(controller.signal.reason);
});

it('A timeout signal of the caller throws its own TimeoutError', async () => {
  const rest = await clientOf(() => {});
  const error = await rest.users.me({ signal: AbortSignal.timeout(20) }).catch(error => error);
  expect(error).toBeInstanceOf(DOMException);
  expect(error).toMatchObject({ name: 'TimeoutError' });
});

it('An abort ends an iteration between its pages', async () => {
  const users = Array.from({ length: 200 }, (_, index) => ({ id: `u${index}`, username: `user${index}` }));
  const rest = await clientOf((_, response) => response.end(JSON.stringify(users)));
  const controller = new AbortController();
  const read = async () => {
    for await (const user of rest.users.inTeam('t1', { signal: controller.signal })) {
      if (user.id === 'u199') controller.abort('enough');
    }
  };
  await expect(read()).rejects.toBe('enough');
});
