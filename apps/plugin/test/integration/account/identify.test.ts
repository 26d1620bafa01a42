import { createRestClient, HttpError } from '@clawmost/mm-rest';
import { htmlErrorPage, type MattermostOptions, startMattermost } from '@clawmost/mm-testserver';
import { expect, it, onTestFinished } from 'vitest';
import { identify } from '../../../src/account/identify.ts';
import type { Diagnosis } from '../../../src/server/diagnosis.ts';

async function open(options?: MattermostOptions) {
  const mattermost = await startMattermost(options);
  onTestFinished(() => mattermost.stop());
  const claw = mattermost.addTeam('acme').addBot('claw');
  const rest = createRestClient({ baseUrl: mattermost.url, token: claw.token });
  const failures: Diagnosis[] = [];
  const ask = (signal: AbortSignal = AbortSignal.timeout(30_000)) =>
    identify(rest, {
      signal,
      diagnose: error => ({ line: String(error), terminal: error instanceof HttpError && error.status === 401 }),
      onFailure: failure => failures.push(failure),
    });
  return { mattermost, claw, failures, ask };
}

it('learns who the bot is, and how long a post may be', async () => {
  const { claw, ask } = await open();
  expect(await ask()).toMatchObject({ bot: { id: claw.id, username: 'claw' }, maxPostSize: 16_383 });
});

it.each(['/users/me', '/config/client'])('asks again after a failure at %s', async path => {
  const { mattermost, ask, failures } = await open();
  mattermost.faults.answer({ path, times: 1 }, htmlErrorPage(403));
  expect(await ask()).toMatchObject({ bot: { username: 'claw' } });
  expect(failures).toMatchObject([{ terminal: false }]);
});

it('gives up on a token that is refused', async () => {
  const { mattermost, claw, ask, failures } = await open();
  mattermost.revoke(claw.token);
  expect(await ask()).toBeUndefined();
  expect(failures).toMatchObject([{ terminal: true }]);
});

it('stops asking when the account is stopped', async () => {
  const { mattermost, ask } = await open();
  mattermost.faults.answer({ path: '/users/me' }, htmlErrorPage(403));
  await expect(ask(AbortSignal.timeout(1_500))).rejects.toThrow();
});
