import { expect, it, vi } from 'vitest';
import { listen, words } from './support/listen.ts';
import { useStage } from './support/stage.ts';

const stage = useStage();

it('After a restart of the server the socket reports a gap, and the posts of the gap can be fetched', async ({
  skip,
}) => {
  const { restart } = stage.server;
  if (!restart) return skip('this run cannot restart the server; MATTERMOST_LIVE_RESTART can be a command that does');
  const { bot, person } = stage.seeded;
  const channel_id = await stage.seeded.addChannel([person, bot]);
  const says = (message: string) => stage.person.posts.create({ channel_id, message });
  const { heard, hold, messages, story } = listen(stage, bot);
  await heard('ready');
  const { id } = await says('word 1');
  await heard('posted', ({ data }) => data.post.id === id);
  const letGo = hold();
  await restart();
  await heard('disconnected');
  await says('word 2');
  letGo();
  await vi.waitFor(() => expect(story.at(-1)).toBe('gap'), { timeout: 120_000, interval: 50 });
  await says('word 3');
  await vi.waitFor(() => expect(messages(channel_id)).toEqual(['word 1', 'word 3']), {
    timeout: 120_000,
    interval: 50,
  });
  const fetched: string[] = [];
  for await (const { message } of stage.bot.posts.allAfter(channel_id, id)) fetched.push(message);
  expect(fetched).toEqual(words(2, 3));
});
