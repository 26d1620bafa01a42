import { expect, it } from 'vitest';
import { listen } from './listen.ts';
import { expectRefusal, useStage } from './stage.ts';

const stage = useStage();

it('ends with a typed error when its token is wrong, which it tells nobody', async () => {
  const token = 'k7b1xqz3pfnw8rhmy5sdo4ecta';
  const { heard, socket, log } = listen(stage, { token });
  const { error } = await heard('stopped');
  expect(error?.code).toBe('token-refused');
  expect(socket.state).toBe('stopped');
  expect([error?.message, ...log].join()).not.toContain(token);
});

it('ends with a typed error when its token is revoked while it listens', async () => {
  const bot = await stage.seeded.addBot();
  const { heard, log } = listen(stage, bot, { pingIntervalMs: 250 });
  await heard('ready');
  await stage.seeded.revoke(bot);
  const { error } = await heard('stopped');
  expect(error?.code).toBe('token-refused');
  expect([error?.message, ...log].join()).not.toContain(bot.token);
});

it('ends with a typed error when its bot is disabled while it listens', async () => {
  const bot = await stage.seeded.addBot();
  const { heard } = listen(stage, bot, { pingIntervalMs: 250 });
  await heard('ready');
  await stage.seeded.disable(bot);
  expect((await heard('stopped')).error?.code).toBe('token-refused');
});

it('is refused at every call with a token that is wrong, revoked, or of a bot that is disabled', async () => {
  const [revoked, disabled] = [await stage.seeded.addBot(), await stage.seeded.addBot()];
  expect((await stage.as(revoked).users.me()).id).toBe(revoked.id);
  await stage.seeded.revoke(revoked);
  await stage.seeded.disable(disabled);
  for (const account of [{ token: 'k7b1xqz3pfnw8rhmy5sdo4ecta' }, revoked, disabled]) {
    await expectRefusal(stage.as(account).users.me(), 401, 'api.context.session_expired.app_error');
  }
});
