import { createRestClient } from '@clawmost/mm-rest';
import { htmlErrorPage, type MattermostOptions, startMattermost } from '@clawmost/mm-testserver';
import { expect, it, onTestFinished } from 'vitest';
import { identify } from '../../../src/account/identify.ts';
import { resolveAccount } from '../../../src/config/accounts.ts';
import { type Diagnosis, diagnose } from '../../../src/server/diagnosis.ts';
import { withSection } from '../../support/config.ts';

async function open(options?: MattermostOptions) {
  const mattermost = await startMattermost(options);
  onTestFinished(() => mattermost.stop());
  const claw = mattermost.addTeam('acme').addBot('claw');
  const rest = createRestClient({ baseUrl: mattermost.url, token: claw.token });
  const cfg = withSection({ baseUrl: mattermost.url, botToken: claw.token });
  const failures: Diagnosis[] = [];
  const failed = Promise.withResolvers<void>();
  const identifyBot = (signal: AbortSignal = new AbortController().signal) =>
    identify(rest, {
      signal,
      confirmMs: 10,
      diagnose: error => diagnose(error, cfg, resolveAccount(cfg)),
      onFailure: failure => {
        failures.push(failure);
        failed.resolve();
      },
    });
  return { mattermost, claw, failures, failed: failed.promise, identifyBot };
}

it('The server says who the bot is, and how long a post may be', async () => {
  const { claw, identifyBot } = await open();
  expect(await identifyBot()).toMatchObject({ bot: { id: claw.id, username: 'claw' }, maxPostSize: 16_383 });
});

it('The limit of the server’s own settings counts', async () => {
  const { identifyBot } = await open({ config: { MaxPostSize: 4_000 } });
  expect(await identifyBot()).toMatchObject({ maxPostSize: 4_000 });
});

it.each(['/users/me', '/config/client'])('The server is asked again after a failure at %s', async path => {
  const { mattermost, identifyBot, failures } = await open();
  mattermost.faults.answer({ path, times: 1 }, htmlErrorPage(403));
  expect(await identifyBot()).toMatchObject({ bot: { username: 'claw' } });
  expect(failures).toMatchObject([{ terminal: false }]);
});

it('The server is asked once more when it has refused the token, and then no more', async () => {
  const { mattermost, claw, identifyBot, failures } = await open();
  mattermost.revoke(claw.token);
  expect(await identifyBot()).toBeUndefined();
  expect(failures).toMatchObject([{ terminal: false }, { terminal: true }]);
});

it('A server that refuses a good token for a moment, as while its database restarts, is asked until it says who the bot is', async () => {
  const { mattermost, claw, identifyBot, failures } = await open();
  const refusal = {
    id: 'api.context.session_expired.app_error',
    message: 'Invalid or expired session',
    status_code: 401,
  };
  mattermost.faults.answer(
    { path: '/users/me', by: claw, times: 1 },
    { status: 401, headers: { 'content-type': 'application/json' }, body: JSON.stringify(refusal) },
  );
  expect(await identifyBot()).toMatchObject({ bot: { username: 'claw' } });
  expect(failures).toMatchObject([{ terminal: false }]);
});

it('A proxy that asks for a sign-in of its own never stops the account for good', async () => {
  const { mattermost, claw, identifyBot, failures } = await open();
  mattermost.faults.answer({ path: '/users/me', by: claw, times: 2 }, htmlErrorPage(401));
  expect(await identifyBot()).toMatchObject({ bot: { username: 'claw' } });
  expect(failures.map(({ terminal }) => terminal)).toEqual([false, false]);
});

it('The server is not asked again when the account stops', async () => {
  const { mattermost, identifyBot, failed } = await open();
  mattermost.faults.answer({ path: '/users/me' }, htmlErrorPage(403));
  const stop = new AbortController();
  const identity = identifyBot(stop.signal);
  await failed;
  stop.abort(new Error('the account stops'));
  await expect(identity).rejects.toThrow();
});
