import { openSocket } from '@clawmost/mm-ws';
import { expect, it, onTestFinished } from 'vitest';
import { listen } from './support/listen.ts';
import { serverResumes, useStage } from './support/stage.ts';

const stage = useStage();

it('The socket signs in by header and learns its connection id and the version of the server', async () => {
  const { socket, heard } = listen(stage, stage.seeded.bot);
  const { data } = await heard('hello');
  const { connectionId, resumed } = await heard('ready');
  expect(data.connection_id).toMatch((await serverResumes(stage)) ? /^[a-z0-9]{26}$/ : /^$/);
  expect({ connectionId, resumed }).toEqual({ connectionId: data.connection_id, resumed: false });
  expect(data.server_version).toMatch(/^\d+\.\d+\.\d+\./);
  expect(socket.state).toBe('signed-in');
});

it('The socket reports a gap at its first start', async () => {
  const { heard, story } = listen(stage, stage.seeded.bot);
  expect((await heard('gap')).reason).toBe('first-start');
  expect(story).toEqual(['ready', 'gap']);
});

it('A posted event carries the post and the mentions parsed', async () => {
  const { channelId, bot, person } = stage.seeded;
  const { heard } = listen(stage, bot);
  await heard('ready');
  const message = `@${bot.username} good morning`;
  const post = await stage.person.posts.create({ channel_id: channelId, message, props: { mine: { deep: [1] } } });
  const event = await heard('posted', ({ data }) => data.post.id === post.id);
  expect(event.known).toBe(true);
  expect(event.broadcast.channel_id).toBe(channelId);
  expect(event.data).toMatchObject({
    channel_type: 'O',
    channel_name: 'ops',
    channel_display_name: 'OPS',
    sender_name: `@${person.username}`,
    team_id: stage.seeded.teamId,
    mentions: [bot.id],
    post: { id: post.id, user_id: person.id, message, create_at: post.create_at, props: { mine: { deep: [1] } } },
  });
});

it('The bot hears its own posts with their pending_post_id', async () => {
  const { channelId, bot } = stage.seeded;
  const { heard } = listen(stage, bot);
  await heard('ready');
  const pending_post_id = `${bot.id}:${crypto.randomUUID()}`;
  const { id } = await stage.bot.posts.create({ channel_id: channelId, message: 'mine', pending_post_id });
  const { data } = await heard('posted', event => event.data.post.id === id);
  expect(data.post).toMatchObject({ pending_post_id, user_id: bot.id, props: { from_bot: 'true' } });
  expect(data.mentions).toBeUndefined();
});

it('Events for edits and deletions carry the last text of the post', async () => {
  const { channelId, bot } = stage.seeded;
  const { heard } = listen(stage, bot);
  await heard('ready');
  const { id, update_at } = await stage.person.posts.create({ channel_id: channelId, message: 'first' });
  await stage.person.posts.patch(id, { message: 'second' });
  const edited = await heard('post_edited', ({ data }) => data.post.id === id);
  expect(edited.data.post.message).toBe('second');
  expect(edited.data.post.edit_at).toBeGreaterThanOrEqual(update_at);
  await stage.person.posts.delete(id);
  const deleted = await heard('post_deleted', ({ data }) => data.post.id === id);
  expect(deleted.data.post.message).toBe('second');
});

it('The bot hears other people type, and a person does not hear their own typing', async () => {
  const { channelId, bot, person } = stage.seeded;
  const claw = listen(stage, bot);
  const alice = listen(stage, person);
  await claw.heard('ready');
  await alice.heard('ready');
  await stage.person.typing.start(channelId);
  const event = await claw.heard('typing');
  expect(event.data).toMatchObject({ user_id: person.id, parent_id: '' });
  expect(event.broadcast.channel_id).toBe(channelId);
  expect(claw.socket.typing(channelId)).toBe(true);
  expect((await alice.heard('typing')).data.user_id).toBe(bot.id);
  await stage.person.posts.create({ channel_id: channelId, message: 'done' });
  await alice.heard('posted', ({ data }) => data.post.message === 'done');
  await expect(Promise.race([alice.heard('typing', ({ data }) => data.user_id === person.id), moment()])).resolves.toBe(
    'nothing',
  );
});

it('The bot hears that it was added to a channel, and the system post about it', async () => {
  const { bot, person } = stage.seeded;
  const { heard } = listen(stage, bot);
  await heard('ready');
  const channelId = await stage.seeded.addChannel([person, bot]);
  const added = await heard('user_added', event => event.broadcast.channel_id === channelId);
  expect(added.data.team_id).toBe(stage.seeded.teamId);
  const announced = await heard('posted', ({ data }) => data.post.type === 'system_add_to_channel');
  expect(announced.data.post.channel_id).toBe(channelId);
});

it('The server answers a ping on the stream with its version', async () => {
  const over = new AbortController();
  onTestFinished(() => over.abort());
  const url = `${stage.server.url.replace(/^http/, 'ws')}/api/v4/websocket`;
  const headers = { Authorization: `Bearer ${stage.seeded.bot.token}` };
  const socket = openSocket(url, { headers, signal: over.signal });
  onTestFinished(() => socket.terminate());
  const reply = new Promise<Record<string, unknown>>((resolve, reject) => {
    socket.on('close', reject).on('message', frame => {
      const message = JSON.parse(frame.toString());
      if ('seq_reply' in message) resolve(message);
      else if (message.event === 'hello') socket.send('{"seq":7,"action":"ping"}');
    });
  });
  const { status, seq_reply, data } = await reply;
  expect({ status, seq_reply }).toEqual({ status: 'OK', seq_reply: 7 });
  expect(data).toMatchObject({ text: 'pong', version: expect.stringMatching(/^\d+\./) });
});

/** Long enough for an event that is on its way. */
async function moment(): Promise<'nothing'> {
  await new Promise(resolve => setTimeout(resolve, 200));
  return 'nothing';
}
