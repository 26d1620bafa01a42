import { expect, it } from 'vitest';
import { listen } from './support/listen.ts';
import { expectRefusal, useStage } from './support/stage.ts';

const stage = useStage();

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

it('Both people get the same direct channel, named after both of them', async () => {
  const { bot, person } = stage.seeded;
  const mine = await stage.bot.channels.getDirect(bot.id, person.id);
  const theirs = await stage.person.channels.getDirect(person.id, bot.id);
  expect(theirs.id).toBe(mine.id);
  expect(mine).toMatchObject({ type: 'D', team_id: '', name: [bot.id, person.id].sort().join('__') });
});

it('The bot receives an event for a new direct channel, and the posts in it', async () => {
  const { bot } = stage.seeded;
  const stranger = await stage.seeded.addPerson();
  const { heard } = listen(stage, bot);
  await heard('ready');
  const { id } = await stage.as(stranger).channels.getDirect(stranger.id, bot.id);
  await heard('direct_added', ({ broadcast }) => broadcast.channel_id === id);
  await stage.as(stranger).posts.create({ channel_id: id, message: 'hello' });
  const { data } = await heard('posted', event => event.data.post.channel_id === id);
  expect(data).toMatchObject({
    channel_type: 'D',
    channel_display_name: `@${stranger.username}`,
    team_id: '',
    mentions: [bot.id],
  });
});

it('The server refuses a direct channel between two other people or with an unknown person', async () => {
  const { bot, person } = stage.seeded;
  const stranger = await stage.seeded.addPerson();
  await expectRefusal(stage.bot.channels.getDirect(person.id, stranger.id), 403, 'api.context.permissions.app_error');
  await expectRefusal(stage.bot.channels.getDirect(bot.id, 'a'.repeat(26)), 400);
});

it('The same three people get the same group channel, and two people get none', async () => {
  const { bot, person } = stage.seeded;
  const stranger = await stage.seeded.addPerson();
  const group = await stage.bot.channels.getGroup([bot.id, person.id, stranger.id]);
  expect(group).toMatchObject({ type: 'G', team_id: '' });
  expect((await stage.person.channels.getGroup([stranger.id, person.id, bot.id])).id).toBe(group.id);
  const members = await collect(stage.bot.channels.members(group.id));
  expect(members.map(({ user_id }) => user_id).sort()).toEqual([bot.id, person.id, stranger.id].sort());
  await expectRefusal(
    stage.bot.channels.getGroup([bot.id, person.id]),
    400,
    'api.channel.create_group.bad_size.app_error',
  );
});

it('A channel is found by id, by name in any case, and among the channels of the bot', async () => {
  const { teamId, channelId } = stage.seeded;
  expect(await stage.bot.channels.get(channelId)).toMatchObject({ id: channelId, name: 'ops', type: 'O' });
  expect((await stage.bot.channels.getByName(teamId, 'OPS')).id).toBe(channelId);
  const mine = await stage.bot.channels.mine(teamId);
  expect(mine.map(({ id }) => id)).toContain(channelId);
  const memberships = await stage.bot.channels.myMemberships(teamId);
  expect(memberships.map(({ channel_id }) => channel_id)).toContain(channelId);
});

it('The bot cannot see a private channel of which it is not a member', async () => {
  const { teamId, person } = stage.seeded;
  const hidden = await stage.seeded.addChannel([person], 'P');
  await expectRefusal(stage.bot.channels.get(hidden), 403, 'api.context.permissions.app_error');
  await expectRefusal(stage.bot.posts.page(hidden), 403, 'api.context.permissions.app_error');
  expect((await stage.bot.channels.mine(teamId)).map(({ id }) => id)).not.toContain(hidden);
});

it('Members of a channel can be listed, added and removed', async () => {
  const { bot, person } = stage.seeded;
  const channelId = await stage.seeded.addChannel([person, bot]);
  const stranger = await stage.seeded.addPerson();
  await expectRefusal(stage.bot.channels.getMember(channelId, stranger.id), 404);
  expect(await stage.person.channels.addMember(channelId, stranger.id)).toMatchObject({ user_id: stranger.id });
  const ids = (await collect(stage.bot.channels.members(channelId))).map(({ user_id }) => user_id);
  expect(ids).toEqual(expect.arrayContaining([bot.id, person.id, stranger.id]));
  await stage.person.channels.removeMember(channelId, stranger.id);
  await expectRefusal(stage.bot.channels.getMember(channelId, stranger.id), 404);
});

it('A channel carries the time of its last post', async () => {
  const { bot, person } = stage.seeded;
  const channelId = await stage.seeded.addChannel([person, bot]);
  const { create_at } = await stage.person.posts.create({ channel_id: channelId, message: 'tick' });
  expect((await stage.bot.channels.get(channelId)).last_post_at).toBe(create_at);
});

it('The bot finds its team and the members of the team', async () => {
  const { teamId, teamName, bot, person } = stage.seeded;
  expect((await stage.bot.teams.mine()).map(({ id }) => id)).toEqual([teamId]);
  expect(await stage.bot.teams.getByName(teamName)).toMatchObject({ id: teamId, name: teamName });
  const ids = (await collect(stage.bot.teams.members(teamId))).map(({ user_id }) => user_id);
  expect(ids).toEqual(expect.arrayContaining([bot.id, person.id]));
});
