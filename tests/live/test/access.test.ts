import { expect, it } from 'vitest';
import { listen } from './support/listen.ts';
import { expectRefusal, useStage } from './support/stage.ts';

const stage = useStage();

it('A socket with a wrong token stops with a typed error that does not show the token', async () => {
  const token = 'k7b1xqz3pfnw8rhmy5sdo4ecta';
  const { heard, socket, log } = listen(stage, { token });
  const { error } = await heard('stopped');
  expect(error?.code).toBe('token-refused');
  expect(socket.state).toBe('stopped');
  expect([error?.message, ...log].join()).not.toContain(token);
});

it('A socket stops with a typed error when its token is revoked', async () => {
  const bot = await stage.seeded.addBot();
  const { heard, log } = listen(stage, bot, { pingIntervalMs: 250 });
  await heard('ready');
  await stage.seeded.revoke(bot);
  const { error } = await heard('stopped');
  expect(error?.code).toBe('token-refused');
  expect([error?.message, ...log].join()).not.toContain(bot.token);
});

it('A socket stops with a typed error when its bot is disabled', async () => {
  const bot = await stage.seeded.addBot();
  const { heard } = listen(stage, bot, { pingIntervalMs: 250 });
  await heard('ready');
  await stage.seeded.disable(bot);
  expect((await heard('stopped')).error?.code).toBe('token-refused');
});

it('The server refuses calls with a token that is wrong, revoked, or of a disabled bot', async () => {
  const [revoked, disabled] = [await stage.seeded.addBot(), await stage.seeded.addBot()];
  expect((await stage.as(revoked).users.me()).id).toBe(revoked.id);
  await stage.seeded.revoke(revoked);
  await stage.seeded.disable(disabled);
  for (const account of [{ token: 'k7b1xqz3pfnw8rhmy5sdo4ecta' }, revoked, disabled]) {
    await expectRefusal(stage.as(account).users.me(), 401, 'api.context.session_expired.app_error');
  }
});
