import { expect, it } from 'vitest';
import { listen } from './support/listen.ts';
import { expectRefusal, unlessRefused, useStage } from './support/stage.ts';

const stage = useStage();

const write = () => stage.person.posts.create({ channel_id: stage.seeded.channelId, message: 'what do you think?' });

it('A reaction added twice counts once, is listed, and can be removed twice', async () => {
  const { bot, person } = stage.seeded;
  const { id } = await write();
  expect(await stage.bot.reactions.list(id)).toEqual([]);
  const reaction = { user_id: bot.id, post_id: id, emoji_name: 'thumbsup' };
  expect(await stage.bot.reactions.add(reaction)).toMatchObject(reaction);
  await stage.bot.reactions.add(reaction);
  await stage.person.reactions.add({ ...reaction, user_id: person.id });
  const users = (await stage.person.reactions.list(id)).map(({ user_id }) => user_id);
  expect(users.sort()).toEqual([bot.id, person.id].sort());
  await stage.bot.reactions.remove(reaction);
  await stage.bot.reactions.remove(reaction);
  expect(await stage.person.reactions.list(id)).toMatchObject([{ user_id: person.id, emoji_name: 'thumbsup' }]);
});

it('Events for added and removed reactions carry the reaction as an object', async () => {
  const { bot, person } = stage.seeded;
  const { heard } = listen(stage, bot);
  await heard('ready');
  const { id } = await write();
  const reaction = { user_id: person.id, post_id: id, emoji_name: 'wave' };
  await stage.person.reactions.add(reaction);
  const added = await heard('reaction_added', ({ data }) => data.reaction.post_id === id);
  expect(added.data.reaction).toMatchObject(reaction);
  expect(added.broadcast.channel_id).toBe(stage.seeded.channelId);
  await stage.person.reactions.remove(reaction);
  const removed = await heard('reaction_removed', ({ data }) => data.reaction.post_id === id);
  expect(removed.data.reaction).toMatchObject(reaction);
});

it('The server refuses a reaction for another person, with a malformed name, or on an unknown post', async () => {
  const { bot, person } = stage.seeded;
  const { id } = await write();
  const reaction = { user_id: bot.id, post_id: id, emoji_name: 'wave' };
  const denied = 'api.context.permissions.app_error';
  await expectRefusal(stage.bot.reactions.add({ ...reaction, user_id: person.id }), 403);
  // From 9.11 on the server looks the emoji up before it checks the name.
  await expectRefusal(stage.bot.reactions.add({ ...reaction, emoji_name: ':wave:' }), [400, 404]);
  await expectRefusal(stage.bot.reactions.add({ ...reaction, post_id: 'a'.repeat(26) }), 403, denied);
});

it('The server refuses a reaction with an unknown emoji, or stores it', async () => {
  const { bot } = stage.seeded;
  const { id } = await write();
  const reaction = { user_id: bot.id, post_id: id, emoji_name: 'no_such_emoji_anywhere' };
  // Before 9.11 the server does not look it up.
  const stored = await unlessRefused(stage.bot.reactions.add(reaction), 404);
  expect((await stage.bot.reactions.list(id)).length).toBe(stored ? 1 : 0);
});

it('The server refuses a reaction in a channel without the bot, and on a deleted post', async () => {
  const { bot, person, channelId } = stage.seeded;
  const elsewhere = await stage.seeded.addChannel([person]);
  const hidden = await stage.person.posts.create({ channel_id: elsewhere, message: 'not for bots' });
  const reaction = { user_id: bot.id, post_id: hidden.id, emoji_name: 'wave' };
  await expectRefusal(stage.bot.reactions.add(reaction), 403, 'api.context.permissions.app_error');
  const gone = await stage.person.posts.create({ channel_id: channelId, message: 'gone' });
  await stage.person.posts.delete(gone.id);
  await expectRefusal(stage.bot.reactions.add({ ...reaction, post_id: gone.id }), [400, 403, 404]);
});
