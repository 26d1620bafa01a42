import { HttpError, path } from '@clawmost/mm-rest';
import { describe, expect, it } from 'vitest';
import { expectRefusal, useStage } from './support/stage.ts';

const stage = useStage();
const unknown = 'a'.repeat(26);

/** Accepts any response. */
const anything = { '~standard': { version: 1, vendor: 'live', validate: (value: unknown) => ({ value }) } } as const;

describe('Refusals of the server', () => {
  it('An unknown route or method is refused with the id of Mattermost for it', async () => {
    const missing = 'api.context.404.app_error';
    await expectRefusal(stage.bot.request({ method: 'GET', path: '/nowhere', schema: anything }), 404, missing);
    await expectRefusal(stage.bot.request({ method: 'DELETE', path: '/posts', schema: anything }), 404, missing);
  });

  it('A malformed id is refused with the id of Mattermost for it', async () => {
    await expectRefusal(stage.bot.posts.get('not-an-id'), 404, 'api.context.404.app_error');
    await expectRefusal(stage.bot.posts.get('short'), 400, 'api.context.invalid_url_param.app_error');
  });

  it('A body of the wrong form is refused with the id of Mattermost for it', async () => {
    const call = stage.bot.request({ method: 'POST', path: '/users/ids', body: { no: 'list' }, schema: anything });
    // From 9.11 on the server reads the list before it looks at it.
    await expectRefusal(call, 400, /^api\.(context\.invalid_(body_)?param\.app_error|payload\.parse\.error)$/);
  });

  it('A body of more than 300,000 bytes is refused, or stored whole', async () => {
    const { channelId } = stage.seeded;
    const props = { big: 'x'.repeat(310_000) };
    const stored = await stage.bot.posts.create({ channel_id: channelId, message: 'big', props }).catch(error => error);
    if (stored instanceof HttpError) expect([400, 413]).toContain(stored.status);
    else expect(stored.props['big']).toBe(props.big);
    // The connection is still good.
    expect((await stage.bot.posts.create({ channel_id: channelId, message: 'small' })).message).toBe('small');
  });

  it('A path of more than 2,048 characters is refused', async () => {
    const call = stage.bot.request({
      method: 'GET',
      path: path`/users/username/${'x'.repeat(3_000)}`,
      schema: anything,
    });
    await expectRefusal(call, [400, 404, 414]);
    expect((await stage.bot.users.me()).id).toBe(stage.seeded.bot.id);
  });

  it('A post in a channel that is unknown or not of the bot is refused with status 403', async () => {
    const elsewhere = await stage.seeded.addChannel([stage.seeded.person]);
    for (const channel_id of [elsewhere, unknown]) {
      const call = stage.bot.posts.create({ channel_id, message: 'hello' });
      await expectRefusal(call, 403, 'api.context.permissions.app_error');
    }
  });

  it('An unknown channel, team or post is refused with the id of Mattermost for it', async () => {
    await expectRefusal(stage.bot.channels.get(unknown), 404, 'app.channel.get.existing.app_error');
    const byName = stage.bot.channels.getByName(stage.seeded.teamId, 'no-such-channel');
    await expectRefusal(byName, 404, 'app.channel.get_by_name.missing.app_error');
    await expectRefusal(stage.bot.teams.getByName('no-such-team-anywhere'), 404);
    await expect(stage.bot.posts.get(unknown)).rejects.toMatchObject({ status: expect.toBeOneOf([403, 404]) });
    await expectRefusal(stage.bot.posts.patch(unknown, { message: 'x' }), 403, 'api.context.permissions.app_error');
  });

  it('The post of another person can be neither edited nor deleted', async () => {
    const { id } = await stage.person.posts.create({ channel_id: stage.seeded.channelId, message: 'mine' });
    await expectRefusal(stage.bot.posts.patch(id, { message: 'yours' }), 403, 'api.context.permissions.app_error');
    await expectRefusal(stage.bot.posts.delete(id), 403, 'api.context.permissions.app_error');
  });

  it('An error names the call and its request id, but neither the address nor the token', async () => {
    const error = await stage.bot.users.get(unknown).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ request: expect.stringMatching(/^GET \/users\//), requestId: expect.any(String) });
    const text = `${error} ${JSON.stringify(error)}`;
    expect(text).not.toContain(stage.seeded.bot.token);
    expect(text).not.toContain(new URL(stage.server.url).host);
  });
});

describe('Names in a path', () => {
  it.each(['.', '..', '../me', 'a/b', '%2e%2e', 'a\\b', ''])('The name %j cannot lead to another route', async name => {
    await expect(stage.bot.users.getByUsername(name)).rejects.toBeInstanceOf(TypeError);
  });

  it.each(['a?b=c', 'a#b', 'a b', 'ä', 'a;b', 'a&b'])('The name %j reaches the server unchanged', async name => {
    const call = stage.bot.channels.getByName(stage.seeded.teamId, name);
    await expect(call).rejects.toMatchObject({ status: expect.toBeOneOf([400, 404]), id: expect.any(String) });
    const route = path`/emoji/name/${name}`;
    await expect(stage.bot.request({ method: 'GET', path: route, schema: anything })).rejects.toMatchObject({
      status: expect.toBeOneOf([400, 404, 501]),
    });
  });
});
