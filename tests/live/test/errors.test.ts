import { path } from '@clawmost/mm-rest';
import { describe, expect, it } from 'vitest';
import { expectRefusal, useStage } from './stage.ts';

const stage = useStage();
const unknown = 'a'.repeat(26);

/** Any answer will do. */
const anything = { '~standard': { version: 1, vendor: 'live', validate: (value: unknown) => ({ value }) } } as const;

describe('a refusal carries Mattermost’s own name for it', () => {
  it('when there is no such route, or no such method on it', async () => {
    const missing = 'api.context.404.app_error';
    await expectRefusal(stage.bot.request({ method: 'GET', path: '/nowhere', schema: anything }), 404, missing);
    await expectRefusal(stage.bot.request({ method: 'DELETE', path: '/posts', schema: anything }), 404, missing);
  });

  it('when an id has letters that no id has, or too few', async () => {
    await expectRefusal(stage.bot.posts.get('not-an-id'), 404, 'api.context.404.app_error');
    await expectRefusal(stage.bot.posts.get('short'), 400, 'api.context.invalid_url_param.app_error');
  });

  it('when a body is not what must be there', async () => {
    const call = stage.bot.request({ method: 'POST', path: '/users/ids', body: { no: 'list' }, schema: anything });
    await expectRefusal(call, 400, /^api\.context\.invalid_(body_)?param\.app_error$/);
  });

  it('when a post is to go where the bot is no member, or where nothing is', async () => {
    const elsewhere = await stage.seeded.addChannel([stage.seeded.person]);
    for (const channel_id of [elsewhere, unknown]) {
      const call = stage.bot.posts.create({ channel_id, message: 'hello' });
      await expectRefusal(call, 403, 'api.context.permissions.app_error');
    }
  });

  it('when a channel, a team or a post never was', async () => {
    await expectRefusal(stage.bot.channels.get(unknown), 404, 'app.channel.get.existing.app_error');
    const byName = stage.bot.channels.getByName(stage.seeded.teamId, 'no-such-channel');
    await expectRefusal(byName, 404, 'app.channel.get_by_name.missing.app_error');
    await expectRefusal(stage.bot.teams.getByName('no-such-team-anywhere'), 404);
    await expect(stage.bot.posts.get(unknown)).rejects.toMatchObject({ status: expect.toBeOneOf([403, 404]) });
    await expectRefusal(stage.bot.posts.patch(unknown, { message: 'x' }), 403, 'api.context.permissions.app_error');
  });

  it('when a post belongs to somebody else', async () => {
    const { id } = await stage.person.posts.create({ channel_id: stage.seeded.channelId, message: 'mine' });
    await expectRefusal(stage.bot.posts.patch(id, { message: 'yours' }), 403, 'api.context.permissions.app_error');
    await expectRefusal(stage.bot.posts.delete(id), 403, 'api.context.permissions.app_error');
  });

  it('and the server’s name of the request, but neither its address nor the token', async () => {
    const error = await stage.bot.users.get(unknown).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ request: expect.stringMatching(/^GET \/users\//), requestId: expect.any(String) });
    const told = `${error} ${JSON.stringify(error)}`;
    expect(told).not.toContain(stage.seeded.bot.token);
    expect(told).not.toContain(new URL(stage.server.url).host);
  });
});

describe('a name in a path', () => {
  it.each(['.', '..', '../me', 'a/b', '%2e%2e', 'a\\b', ''])('leads to no other route: %j', async name => {
    await expect(stage.bot.users.getByUsername(name)).rejects.toBeInstanceOf(TypeError);
  });

  it.each(['a?b=c', 'a#b', 'a b', 'ä', 'a;b', 'a&b'])('arrives as it is: %j', async name => {
    const call = stage.bot.channels.getByName(stage.seeded.teamId, name);
    await expect(call).rejects.toMatchObject({ status: expect.toBeOneOf([400, 404]), id: expect.any(String) });
    const route = path`/emoji/name/${name}`;
    await expect(stage.bot.request({ method: 'GET', path: route, schema: anything })).rejects.toMatchObject({
      status: expect.toBeOneOf([400, 404, 501]),
    });
  });
});
