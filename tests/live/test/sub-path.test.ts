import { createRestClient } from '@clawmost/mm-rest';
import { expect, it } from 'vitest';
import { listen } from './listen.ts';
import { useStage } from './stage.ts';
import { belowPath } from './sub-path.ts';

const stage = useStage();

it.each(['', '/', '/api/v4', '/api/v4/'])(
  'calls and listens below a sub-path, given with “%s” at its end',
  async end => {
    const { bot, channelId } = stage.seeded;
    const baseUrl = `${await belowPath(stage.server.url, '/chat')}${end}`;
    const rest = createRestClient({ baseUrl, token: bot.token });
    const { heard } = listen(stage, bot, { baseUrl });
    await heard('ready');
    const { id } = await rest.posts.create({ channel_id: channelId, message: 'from below' });
    expect((await heard('posted', ({ data }) => data.post.id === id)).data.post.message).toBe('from below');
  },
);
