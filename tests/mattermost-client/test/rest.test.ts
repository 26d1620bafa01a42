import type { MattermostVersion } from '@clawmost/mm-testserver';
import { describe, expect, it } from 'vitest';
import { openOffice } from './support/open-office.ts';

/** What the client throws for an answer of the server. */
async function refusal(call: Promise<unknown>): Promise<unknown> {
  const error = await call.then(
    () => undefined,
    (thrown: { server_error_id?: string; status_code?: number }) => thrown,
  );
  return [error?.status_code, error?.server_error_id];
}

const picture = (): File => {
  const png = new Uint8Array(24);
  png.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  png.set([0, 0, 0, 3, 0, 0, 0, 2], 16);
  return new File([png], 'picture.png');
};

describe.each(['5.37', '6.7', '9.11', '10.11', '11.1'] as MattermostVersion[])(
  "Mattermost's own client, on %s",
  version => {
    it('It writes, changes, pins, reads and deletes posts', async () => {
      const { client, claw, alice, ops } = await openOffice(version);
      const question = await alice.says('how are things?', { in: ops });
      const answer = await client.createPost({ channel_id: ops.id, root_id: question.id, message: 'fine' });
      await client.patchPost({ id: answer.id, message: 'very fine' });
      await client.pinPost(answer.id);
      await client.addReaction(claw.id, question.id, 'thumbsup');
      expect((await client.getPost(answer.id)).message).toBe('very fine');
      expect((await client.getPostThread(question.id)).order).toContain(answer.id);
      expect((await client.getPosts(ops.id)).order).toContain(question.id);
      expect((await client.getPostsSince(ops.id, question.create_at - 1)).posts[answer.id]?.is_pinned).toBe(true);
      expect((await client.getPostsBefore(ops.id, answer.id)).order).toContain(question.id);
      expect((await client.getPostsAfter(ops.id, question.id)).order).toContain(answer.id);
      expect((await client.getPinnedPosts(ops.id)).order).toEqual([answer.id]);
      expect(await client.getReactionsForPost(question.id)).toMatchObject([{ emoji_name: 'thumbsup' }]);
      await client.removeReaction(claw.id, question.id, 'thumbsup');
      await client.unpinPost(answer.id);
      await client.deletePost(answer.id);
      expect(await refusal(client.getPost(answer.id))).toEqual([404, 'app.post.get.app_error']);
    });

    it('It finds users, teams and channels', async () => {
      const { client, claw, alice, bob, team, ops } = await openOffice(version);
      const me = await client.getMe();
      expect(me).toMatchObject({ id: claw.id, username: 'claw', is_bot: true });
      expect(await client.getUserByUsername('alice')).toMatchObject({ id: alice.id });
      expect(await client.getUserByEmail((await client.getUser(bob.id)).email)).toMatchObject({ id: bob.id });
      expect(await client.getProfilesByIds([alice.id, bob.id])).toHaveLength(2);
      expect(await client.getProfilesByUsernames(['alice'])).toHaveLength(1);
      expect(await client.getProfilesInChannel(ops.id, 0, 60, '')).toHaveLength(3);
      expect((await client.autocompleteUsers('ali', team.id, ops.id)).users).toMatchObject([{ id: alice.id }]);
      expect(await client.getMyTeams()).toMatchObject([{ id: team.id }]);
      expect(await client.getMyTeamMembers()).toMatchObject([{ team_id: team.id }]);
      expect(await client.getTeamByName('acme')).toMatchObject({ id: team.id });
      expect((await client.getTeamStats(team.id)).total_member_count).toBe(4);
      expect(await client.getChannelByName(team.id, 'ops')).toMatchObject({ id: ops.id });
      expect(await client.getMyChannels(team.id)).toContainEqual(expect.objectContaining({ id: ops.id }));
      expect(await client.getChannelMembersByIds(ops.id, [alice.id])).toMatchObject([{ user_id: alice.id }]);
      expect((await client.getChannelStats(ops.id)).member_count).toBe(3);
      expect(await client.getStatusesByIds([alice.id])).toMatchObject([{ user_id: alice.id }]);
      expect((await client.getClientConfig()).Version).toMatch(new RegExp(`^${version}\\.`));
      expect(await client.getClientLicenseOld()).toEqual({ IsLicensed: 'false' });
      expect(await refusal(client.getUserByUsername('nobody'))).toEqual([404, 'app.user.get_by_username.app_error']);
    });

    it('It uploads files and finds them with their post', async () => {
      const { client, ops } = await openOffice(version);
      const form = new FormData();
      form.append('channel_id', ops.id);
      form.append('files', new File(['hello'], 'a.txt'));
      const {
        file_infos: [file],
      } = await client.uploadFile(form);
      const post = await client.createPost({ channel_id: ops.id, message: 'file', file_ids: [file?.id ?? ''] });
      expect(await client.getFileInfosForPost(post.id)).toMatchObject([{ id: file?.id, name: 'a.txt', size: 5 }]);
    });

    it('It searches posts', async () => {
      const { client, alice, team, ops } = await openOffice(version);
      const post = await alice.says('the deploy is done', { in: ops });
      await alice.says('something else', { in: ops });
      expect((await client.searchPosts(team.id, 'deployed from:alice', false)).order).toEqual([post.id]);
    });

    it('It opens channels of all kinds, and adds and removes members', async () => {
      const { client, claw, alice, bob, team } = await openOffice(version);
      const direct = await client.createDirectChannel([claw.id, alice.id]);
      expect(direct.type).toBe('D');
      expect((await client.createGroupChannel([claw.id, alice.id, bob.id])).type).toBe('G');
      const draft = { team_id: team.id, name: 'news', display_name: 'News', type: 'O' };
      const news = await client.createChannel(draft as Parameters<typeof client.createChannel>[0]);
      await client.addToChannel(bob.id, news.id);
      expect((await client.patchChannel(news.id, { header: 'all of it' })).header).toBe('all of it');
      await client.removeFromChannel(bob.id, news.id);
      await client.viewMyChannel(news.id);
      await client.deleteChannel(news.id);
      expect((await client.getChannel(news.id)).delete_at).toBeGreaterThan(0);
    });
  },
);

describe("Mattermost's own client, with more of the server", () => {
  it('It signs in and out', async () => {
    const { mattermost, clientOf } = await openOffice();
    const client = clientOf({ token: '' });
    const password = 'Sup3r-secret!';
    const user = { username: 'carol', email: 'carol@example.com', password };
    await client.createUser(user as Parameters<typeof client.createUser>[0], '', '');
    expect(await client.login('carol', password)).toMatchObject({ username: 'carol' });
    expect(await client.getMe()).toMatchObject({ username: 'carol' });
    await client.logout();
    expect(mattermost.requests.at(-1)).toMatchObject({ path: '/api/v4/users/logout', status: 200 });
  });

  it('It manages custom emoji and pictures', async () => {
    const { clientOf, alice, client } = await openOffice();
    const own = clientOf(alice);
    const emoji = await own.createCustomEmoji({ name: 'party_claw', creator_id: alice.id }, picture());
    expect(await client.getCustomEmoji(emoji.id)).toEqual(emoji);
    expect(await client.getCustomEmojiByName('party_claw')).toEqual(emoji);
    expect(await client.getCustomEmojis()).toEqual([emoji]);
    expect(await client.searchCustomEmoji('party')).toEqual([emoji]);
    await own.deleteCustomEmoji(emoji.id);
    expect(await refusal(client.getCustomEmojiByName('party_claw'))).toEqual([404, 'app.emoji.get_by_name.no_result']);
    await own.uploadProfileImage(alice.id, picture());
    expect((await client.getUser(alice.id)).last_picture_update).toBeGreaterThan(0);
  });

  it('It manages bots, tokens and webhooks', async () => {
    const { mattermost, clientOf, claw, team, ops } = await openOffice();
    const admin = clientOf(mattermost.admin);
    const bot = await admin.createBot({ username: 'paw', display_name: 'Paw', description: '' });
    expect(await admin.patchBot(bot.user_id, { display_name: 'Paw II' })).toMatchObject({ display_name: 'Paw II' });
    await admin.disableBot(bot.user_id);
    expect((await admin.getBotsIncludeDeleted(0, 60)).map(({ username }) => username)).toContain('paw');
    const { token = '' } = await admin.createUserAccessToken(claw.id, 'second');
    expect(await clientOf({ token }).getMe()).toMatchObject({ id: claw.id });
    const hook = { channel_id: ops.id, display_name: 'alerts', description: '' };
    const incoming = await admin.createIncomingWebhook(hook as Parameters<typeof admin.createIncomingWebhook>[0]);
    expect(await admin.getIncomingWebhooks(team.id)).toMatchObject([{ id: incoming.id }]);
    await admin.removeIncomingWebhook(incoming.id);
    const wanted = {
      team_id: team.id,
      channel_id: ops.id,
      trigger_words: ['hey'],
      callback_urls: ['http://127.0.0.1/'],
    };
    const outgoing = await admin.createOutgoingWebhook(wanted as Parameters<typeof admin.createOutgoingWebhook>[0]);
    expect(await admin.getOutgoingWebhooks(ops.id, team.id)).toMatchObject([{ id: outgoing.id }]);
    expect((await admin.regenOutgoingHookToken(outgoing.id)).token).not.toBe(outgoing.token);
    await admin.removeOutgoingWebhook(outgoing.id);
  });

  it('It runs slash commands', async () => {
    const { mattermost, clientOf, alice, team, ops } = await openOffice();
    const own = clientOf(alice);
    const place = { channel_id: ops.id, team_id: team.id } as Parameters<typeof own.executeCommand>[1];
    await own.executeCommand('/shrug so what', place);
    expect(mattermost.posts(ops).at(-1)?.message).toContain('so what');
    expect((await own.getCommandsList(team.id)).map(({ trigger }) => trigger)).toContain('shrug');
    expect(await refusal(own.executeCommand('/nothing', place))).toEqual([
      404,
      'api.command.execute_command.not_found.app_error',
    ]);
  });

  it('It learns the name of a route that is not played', async () => {
    const { client, clientOf, mattermost } = await openOffice();
    expect(await refusal(client.getSessions('me'))).toEqual([501, 'testserver.not_played']);
    expect(await refusal(clientOf(mattermost.admin).getJobs(0, 1))).toEqual([501, 'testserver.not_played']);
  });
});
