import { expect, it, vi } from 'vitest';
import { listen, words } from './support/listen.ts';
import { serverResumes, useStage } from './support/stage.ts';

const stage = useStage();
const timeLimit = { timeout: 120_000, interval: 50 };

/** A new channel, and a way for the person to write several posts there, in order. */
async function room() {
  const { bot, person } = stage.seeded;
  const channelId = await stage.seeded.addChannel([person, bot]);
  const says = async (messages: readonly string[]): Promise<void> => {
    for (const message of messages) await stage.person.posts.create({ channel_id: channelId, message });
  };
  return { channelId, says };
}

it('After a cut the socket resumes without loss, or reports a gap whose posts can be fetched', async () => {
  const { channelId, says } = await room();
  const { heard, cut, hold, messages, story, socket } = listen(stage, stage.seeded.bot);
  const { connectionId } = await heard('ready');
  await says(words(1, 3));
  const { data } = await heard('posted', event => event.data.post.message === 'word 3');
  const letGo = hold();
  cut();
  await heard('disconnected');
  await says(words(4, 50));
  letGo();
  await vi.waitFor(() => expect(story.filter(name => name === 'ready')).toHaveLength(2), timeLimit);
  await says(words(51, 52));
  await vi.waitFor(() => expect(messages(channelId).at(-1)).toBe('word 52'), timeLimit);

  if (await serverResumes(stage)) {
    expect(messages(channelId)).toEqual(words(1, 52));
    expect(story).toEqual(['ready', 'gap', 'disconnected', 'ready']);
    expect(socket.connectionId).toBe(connectionId);
  } else {
    expect(story).toEqual(['ready', 'gap', 'disconnected', 'ready', 'gap']);
    expect(messages(channelId)).toEqual([...words(1, 3), ...words(51, 52)]);
    const fetched: string[] = [];
    for await (const { message } of stage.bot.posts.allAfter(channelId, data.post.id)) fetched.push(message);
    expect(fetched).toEqual(words(4, 52));
  }
});

it('The socket reports after each of several cuts whether events were lost', async () => {
  const { channelId, says } = await room();
  const { cut, hold, messages, story, heard } = listen(stage, stage.seeded.bot);
  await heard('ready');
  const expected: string[] = [];
  const resumes = await serverResumes(stage);
  for (const round of [1, 2, 3]) {
    const letGo = hold();
    cut();
    await vi.waitFor(() => expect(story.filter(name => name === 'disconnected')).toHaveLength(round), timeLimit);
    const [away, back] = [words(round * 10, round * 10 + 5), words(round * 10 + 6, round * 10 + 7)];
    await says(away);
    letGo();
    await vi.waitFor(() => expect(story.filter(name => name === 'ready')).toHaveLength(round + 1), timeLimit);
    await says(back);
    expected.push(...(resumes ? away : []), ...back);
    await vi.waitFor(() => expect(messages(channelId)).toEqual(expected), timeLimit);
  }
  expect(story.filter(name => name === 'gap')).toHaveLength(resumes ? 1 : 4);
});

it('The socket reports a gap and continues when more happened than the server buffers', async () => {
  const { channelId, says } = await room();
  const { heard, cut, hold, messages } = listen(stage, stage.seeded.bot, { pingIntervalMs: 250 });
  await heard('ready');
  await says(words(1, 1));
  await heard('posted', ({ data }) => data.post.message === 'word 1');
  const letGo = hold();
  cut();
  await heard('disconnected');
  const missed = words(2, 301);
  const quarters = [0, 1, 2, 3].map(quarter => missed.filter((_, at) => at % 4 === quarter));
  await Promise.all(quarters.map(says));
  letGo();
  await heard('gap', ({ reason }) => reason === 'not-resumed');
  await says(words(302, 302));
  await vi.waitFor(() => expect(messages(channelId).at(-1)).toBe('word 302'), timeLimit);
  expect(new Set(messages(channelId)).size).toBe(messages(channelId).length);
});

it('A gap says until when the stream was complete, on the clock of the server', async () => {
  const { channelId, says } = await room();
  const { heard, cut, hold } = listen(stage, stage.seeded.bot, { pingIntervalMs: 100 });
  await heard('ready');
  // Every fourth ping asks for the server's time, and the event after it proves that nothing was lost before.
  await new Promise(resolve => setTimeout(resolve, 1_000));
  await says(words(1, 1));
  await heard('posted', ({ data }) => data.post.channel_id === channelId);
  const { create_at } = await stage.person.posts.create({ channel_id: channelId, message: 'the last that was heard' });
  await heard('posted', ({ data }) => data.post.message === 'the last that was heard');
  const letGo = hold();
  cut();
  await heard('disconnected');
  const [first, ...rest] = words(2, 301);
  const missed = await stage.person.posts.create({ channel_id: channelId, message: first! });
  await Promise.all([0, 1, 2, 3].map(quarter => says(rest.filter((_, at) => at % 4 === quarter))));
  letGo();
  const { completeUntil } = await heard('gap', ({ reason }) => reason === 'not-resumed');
  expect(completeUntil).toBeGreaterThan(create_at - 60_000);
  expect(completeUntil).toBeLessThanOrEqual(missed.create_at);
});
