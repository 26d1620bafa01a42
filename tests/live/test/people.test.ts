import { expect, it } from 'vitest';
import { expectRefusal, useStage } from './support/stage.ts';

const stage = useStage();

it('A bot account is marked as a bot, and a person is not', async () => {
  const { bot } = stage.seeded;
  const me = await stage.bot.users.me();
  expect(me).toMatchObject({ id: bot.id, username: bot.username, is_bot: true, delete_at: 0 });
  expect((await stage.person.users.me()).is_bot).toBe(false);
});

it('People are found by id and by name in any case, and unknown ones are left out of lists', async () => {
  const { bot, person } = stage.seeded;
  expect((await stage.bot.users.get(person.id)).username).toBe(person.username);
  expect((await stage.bot.users.getByUsername(person.username.toUpperCase())).id).toBe(person.id);
  const byId = await stage.bot.users.getByIds([person.id, 'a'.repeat(26), bot.id]);
  expect(byId.map(({ id }) => id).sort()).toEqual([bot.id, person.id].sort());
  const byName = await stage.bot.users.getByUsernames([person.username, 'nobody-of-that-name']);
  expect(byName.map(({ id }) => id)).toEqual([person.id]);
});

it('An unknown person is refused with the id of Mattermost for it', async () => {
  await expectRefusal(stage.bot.users.get('a'.repeat(26)), 404, 'app.user.missing_account.const');
  await expectRefusal(stage.bot.users.getByUsername('nobody-of-that-name'), 404, 'app.user.get_by_username.app_error');
});

it('People are found by the beginning of their name, in a team and in a channel', async () => {
  const { teamId, channelId, person } = stage.seeded;
  const stranger = await stage.seeded.addPerson();
  const ids = (users: readonly { readonly id: string }[]) => users.map(({ id }) => id).sort();

  expect(ids(await stage.bot.users.search({ term: person.username, team_id: teamId }))).toEqual([person.id]);
  expect(ids(await stage.bot.users.search({ term: stranger.username, in_channel_id: channelId }))).toEqual([]);

  const inTeam = await stage.bot.users.autocomplete({ name: stranger.username, in_team: teamId });
  expect(ids(inTeam.users)).toEqual([stranger.id]);
  const place = { in_team: teamId, in_channel: channelId };
  const inChannel = await stage.bot.users.autocomplete({ name: 'person', ...place });
  expect(ids(inChannel.users)).toContain(person.id);
  expect(ids(inChannel.out_of_channel)).toContain(stranger.id);
});

it('All members of a team are listed, each once', async () => {
  const { teamId, bot, person } = stage.seeded;
  const ids: string[] = [];
  for await (const { id } of stage.bot.users.inTeam(teamId)) ids.push(id);
  expect(ids).toEqual(expect.arrayContaining([bot.id, person.id]));
  expect(new Set(ids).size).toBe(ids.length);
});

it('A bot reads the presence of others and sets only its own', async () => {
  const { bot, person } = stage.seeded;
  await stage.bot.status.set(bot.id, 'away');
  expect(await stage.person.status.get(bot.id)).toMatchObject({ user_id: bot.id, status: 'away', manual: true });
  await stage.person.status.set(person.id, 'dnd');
  const statuses = await stage.bot.status.getByIds([bot.id, person.id]);
  expect(Object.fromEntries(statuses.map(({ user_id, status }) => [user_id, status]))).toEqual({
    [bot.id]: 'away',
    [person.id]: 'dnd',
  });
  await expectRefusal(stage.bot.status.set(person.id, 'away'), 403, 'api.context.permissions.app_error');
});
