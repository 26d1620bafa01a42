import { expect, it } from 'vitest';
import { expectRefusal, unlessRefused, useStage } from './support/stage.ts';

const stage = useStage({ RestrictDirectMessage: 'team' });

it('Within a common team a direct message goes through', async () => {
  const { bot, person } = stage.seeded;
  const { id } = await stage.bot.channels.getDirect(bot.id, person.id);
  expect(await stage.bot.posts.create({ channel_id: id, message: 'hello' })).toMatchObject({ channel_id: id });
});

it('Without a common team a direct message goes through, or is refused with the id of Mattermost for it', async () => {
  const { bot, addOutsider } = stage.seeded;
  const outsider = await addOutsider();
  const open = () => stage.bot.channels.getDirect(bot.id, outsider.id);
  const channel = await unlessRefused(open(), 403);
  if (!channel) {
    return await expectRefusal(open(), 403, 'api.channel.create_channel.direct_channel.team_restricted_error');
  }
  const { id } = channel;
  const write = () => stage.bot.posts.create({ channel_id: id, message: 'hello' });
  const written = await unlessRefused(write(), 400);
  if (written) expect(written.channel_id).toBe(id);
  else await expectRefusal(write(), 400, 'api.post.create_post.can_not_post_in_restricted_dm.error');
});
