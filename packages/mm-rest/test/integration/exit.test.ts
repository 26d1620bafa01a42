import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { serve } from '../support/serve.ts';

/** Runs every kind of outcome once on the built package; a timer of the ten-minute deadline would keep it alive. */
const program = `
  import { createRestClient } from ${JSON.stringify(new URL('../../dist/index.js', import.meta.url).href)};
  const rest = createRestClient({ baseUrl: process.argv[1], token: 'xyz', timeoutMs: 600_000, maxAttempts: 2 });
  const outcome = call => call.then(() => 'ok', error => error.name);
  console.log(await outcome(rest.users.me()));
  console.log(await outcome(rest.users.get('missing')));
  console.log(await outcome(rest.users.get('reset')));
  console.log(await outcome(rest.users.get('silent', { timeoutMs: 50 })));
  console.log(await outcome(rest.users.get('silent', { signal: AbortSignal.timeout(50) })));
`;

it('The process can exit once its calls are done', async () => {
  const url = await serve((request, response) => {
    if (request.url?.endsWith('/me')) response.end('{"id":"u1","username":"alice"}');
    else if (request.url?.endsWith('/missing')) response.writeHead(404).end();
    else if (request.url?.endsWith('/reset')) request.socket.destroy();
  });
  const args = ['--input-type=module', '--eval', program, url];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 60_000 });
  expect(stdout.trim().split('\n')).toEqual(['ok', 'HttpError', 'NetworkError', 'RequestTimeoutError', 'TimeoutError']);
}, 90_000);
