import { createRestClient } from '@clawmost/mm-rest';
import { expect, it, onTestFinished } from 'vitest';
import { listen } from './support/listen.ts';
import { startProxy } from './support/proxy.ts';
import { useStage } from './support/stage.ts';

const stage = useStage();

it.each(['', '/', '/api/v4', '/api/v4/'])('Calls and events work below a sub-path that ends with “%s”', async end => {
  const { bot, channelId } = stage.seeded;
  const proxy = await startProxy(stage.server.url, '/chat');
  onTestFinished(() => proxy.close());
  const baseUrl = `${proxy.url}${end}`;
  const rest = createRestClient({ baseUrl, token: bot.token });
  const { heard } = listen(stage, bot, { baseUrl });
  await heard('ready');
  const { id } = await rest.posts.create({ channel_id: channelId, message: 'from below' });
  expect((await heard('posted', ({ data }) => data.post.id === id)).data.post.message).toBe('from below');
});
