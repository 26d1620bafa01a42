import { expect, it } from 'vitest';
import { type Listener, listen } from './support/listen.ts';
import { expectRefusal, unlessRefused, useStage } from './support/stage.ts';

const stage = useStage();

// Each takes as long as the socket needs to make sure, so they run at the same time.
it('A socket stops with a typed error that shows no token when its token is wrong or revoked, or its bot is disabled', async () => {
  const { addBot, revoke, disable } = stage.seeded;
  const refusals = async ({ heard, log, socket }: Listener, token: string) => {
    const { error } = await heard('stopped');
    expect(error?.code).toBe('token-refused');
    expect(socket.state).toBe('stopped');
    expect([error?.message, ...log].join()).not.toContain(token);
  };

  const wrong = 'k7b1xqz3pfnw8rhmy5sdo4ecta';
  const withWrong = listen(stage, { token: wrong });
  const [revoked, disabled] = [await addBot(), await addBot()];
  const withRevoked = listen(stage, revoked, { pingIntervalMs: 250 });
  const ofDisabled = listen(stage, disabled, { pingIntervalMs: 250 });
  await Promise.all([withRevoked.heard('ready'), ofDisabled.heard('ready')]);
  await revoke(revoked);
  await disable(disabled);
  // On 9.11 the token of a disabled bot works on, and only an event says what happened.
  const me = await unlessRefused(stage.as(disabled).users.me(), 401);
  await Promise.all([
    refusals(withWrong, wrong),
    refusals(withRevoked, revoked.token),
    me ? hearsThatItIsDisabled(ofDisabled, disabled.id) : refusals(ofDisabled, disabled.token),
  ]);
  if (me) expect(me.delete_at).toBeGreaterThan(0);
});

async function hearsThatItIsDisabled({ heard }: Listener, id: string): Promise<void> {
  await heard('user_updated', ({ data }) => data.user.id === id && Number(data.user.delete_at) > 0);
}

it('A bot that was disabled and enabled again works with the same token', async () => {
  const { person, addBot, addChannel, disable, enable } = stage.seeded;
  const bot = await addBot();
  const channelId = await addChannel([person, bot]);
  await disable(bot);
  await enable(bot);
  expect(await stage.as(bot).users.me()).toMatchObject({ id: bot.id, delete_at: 0 });
  const { heard, messages } = listen(stage, bot);
  await heard('ready');
  await stage.person.posts.create({ channel_id: channelId, message: 'back again?' });
  await heard('posted', ({ data }) => data.post.channel_id === channelId && data.post.type === '');
  expect(messages(channelId)).toEqual(['back again?']);
  expect(await stage.as(bot).posts.create({ channel_id: channelId, message: 'yes' })).toMatchObject({ message: 'yes' });
});

it('The server refuses calls with a token that is wrong or revoked, and with that of a disabled bot unless it says so', async () => {
  const [revoked, disabled] = [await stage.seeded.addBot(), await stage.seeded.addBot()];
  expect((await stage.as(revoked).users.me()).id).toBe(revoked.id);
  await stage.seeded.revoke(revoked);
  await stage.seeded.disable(disabled);
  const refused = 'api.context.session_expired.app_error';
  for (const account of [{ token: 'k7b1xqz3pfnw8rhmy5sdo4ecta' }, revoked]) {
    await expectRefusal(stage.as(account).users.me(), 401, refused);
  }
  const me = await unlessRefused(stage.as(disabled).users.me(), 401);
  if (me) expect(me.delete_at).toBeGreaterThan(0);
  else await expectRefusal(stage.as(disabled).users.me(), 401, refused);
});
