import { expect, it, onTestFinished } from 'vitest';
import { listen } from './support/listen.ts';
import { type CommandFields, receiveCommands } from './support/receive-commands.ts';
import { useStage } from './support/stage.ts';

const stage = useStage();
let commands = 0;

/** A slash command of the team that replies as told. */
async function addCommand(reply: (fields: CommandFields) => object | Promise<object>) {
  const { url, calls } = await receiveCommands(reply);
  const admin = stage.as({ token: stage.server.adminToken });
  const trigger = `live${commands++}-${stage.seeded.teamName}`;
  const { id, token } = await admin.commands.create({ team_id: stage.seeded.teamId, trigger, url, method: 'P' });
  onTestFinished(() => admin.commands.delete(id));
  return { trigger, token, calls };
}

it('A command from a channel brings who asked, where and what, and its answer is a post of that person', async () => {
  const { person, bot, channelId, teamId } = stage.seeded;
  const { trigger, token, calls } = await addCommand(() => ({ response_type: 'in_channel', text: 'Deployed.' }));
  const { heard } = listen(stage, bot);
  await heard('ready');
  await stage.person.commands.execute({ command: `/${trigger} now, please`, channel_id: channelId });
  expect(calls).toMatchObject([
    {
      ...{ token, command: `/${trigger}`, channel_id: channelId, channel_name: 'ops', team_id: teamId },
      ...{ user_id: person.id, user_name: person.username, trigger_id: expect.stringMatching(/.+/) },
      response_url: expect.stringContaining('/hooks/commands/'),
    },
  ]);
  expect(calls[0]?.['text']?.trim()).toBe('now, please');
  const { data } = await heard('posted', event => event.data.post.message === 'Deployed.');
  expect(data.post).toMatchObject({ channel_id: channelId, user_id: person.id, props: { from_webhook: 'true' } });
});

it('A command from a thread is answered there, and newer servers say which thread it is', async () => {
  const { bot, channelId } = stage.seeded;
  const { trigger, calls } = await addCommand(() => ({ response_type: 'in_channel', text: 'In here.' }));
  const { heard } = listen(stage, bot);
  await heard('ready');
  const root = await stage.person.posts.create({ channel_id: channelId, message: 'a thread' });
  await stage.person.commands.execute({ command: `/${trigger}`, channel_id: channelId, root_id: root.id });
  const { data } = await heard('posted', event => event.data.post.message === 'In here.');
  expect(data.post.root_id).toBe(root.id);
  expect([undefined, root.id]).toContain(calls[0]?.['root_id']);
});

it('A command from a direct channel works, and an ephemeral answer goes to that person alone', async () => {
  const { bot, person, teamId } = stage.seeded;
  const { trigger, calls } = await addCommand(() => ({ response_type: 'ephemeral', text: 'Only you see this.' }));
  const { id } = await stage.person.channels.getDirect(person.id, bot.id);
  const { heard } = listen(stage, person);
  await heard('ready');
  await stage.person.commands.execute({ command: `/${trigger}`, channel_id: id, team_id: teamId });
  expect(calls).toMatchObject([{ channel_id: id, team_id: teamId, user_id: person.id }]);
  const { data } = await heard('ephemeral_message', event => event.data.post.channel_id === id);
  expect(data.post.message).toBe('Only you see this.');
  const { order, posts } = await stage.bot.posts.page(id);
  expect(order.filter(each => posts[each]?.type === '')).toEqual([]);
});

it('A command opens a dialog', async () => {
  const { person, channelId } = stage.seeded;
  const { trigger } = await addCommand(async ({ trigger_id = '' }) => {
    const dialog = {
      ...{ callback_id: 'order', title: 'Order', state: 'pizza' },
      elements: [{ display_name: 'Amount', name: 'amount', type: 'text' }],
    };
    await stage.bot.interactions.openDialog({ trigger_id, url: 'http://127.0.0.1:9/dialog', dialog });
    return {};
  });
  const { socket, heard } = listen(stage, person);
  const opened = new Promise<{ dialog: object }>(resolve => {
    socket.on('event', ({ event, data }) => {
      if (event === 'open_dialog') resolve(JSON.parse(String((data as { dialog?: unknown }).dialog)));
    });
  });
  await heard('ready');
  await stage.person.commands.execute({ command: `/${trigger}`, channel_id: channelId });
  expect((await opened).dialog).toMatchObject({ callback_id: 'order', title: 'Order', state: 'pizza' });
});

it('The server refuses a command that nobody has made', async () => {
  const call = { command: '/no-such-command-anywhere', channel_id: stage.seeded.channelId };
  await expect(stage.person.commands.execute(call)).rejects.toMatchObject({ status: 404, id: expect.any(String) });
});
