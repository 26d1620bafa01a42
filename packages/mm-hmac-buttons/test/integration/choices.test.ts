import { type Post, startMattermost } from '@clawmost/mm-testserver';
import { expect, it, onTestFinished } from 'vitest';
import {
  type Attachment,
  type ClickEvent,
  type CompletePostUpdate,
  createInteractionReceiver,
  createMemoryStore,
  issueChoice,
  renewChoice,
  toNodeListener,
} from '../../src/index.ts';
import { listen } from '../support/listen.ts';

type Version = '5.37' | '6.7' | '11.1';

/** A Mattermost with three people and a bot, whose choices are received. */
async function start(version: Version, onClick: (event: ClickEvent) => Promise<CompletePostUpdate>) {
  const mattermost = await startMattermost({ version });
  onTestFinished(() => mattermost.stop());
  const team = mattermost.addTeam('acme');
  const people = ['anna', 'bert', 'cleo'].map(name => team.addPerson(name));
  const claw = team.addBot('claw');
  const ops = team.addChannel('ops', { members: [...people, claw] });
  const store = createMemoryStore();
  const place = { accountId: 'default', store };
  const receive = createInteractionReceiver({
    ...place,
    onClick: async event => ({ update: await onClick(event) }),
    logger: { warn() {}, error() {} },
  });
  const callbackUrl = await listen(toNodeListener(receive));
  const post = async (attachments: readonly Attachment[]): Promise<Post> => {
    const body = JSON.stringify({ channel_id: ops.id, message: 'Choose:', props: { attachments } });
    const headers = { authorization: `Bearer ${claw.token}` };
    const response = await fetch(`${mattermost.url}/api/v4/posts`, { method: 'POST', headers, body });
    return (await response.json()) as Post;
  };
  const now = (): Post => mattermost.posts(ops)[0] as Post;
  return { people, store, callbackUrl, channelId: ops.id, post, now };
}

it.each<Version>(['5.37', '6.7', '11.1'])(
  'A reply that removes the buttons keeps the mark of the bot on Mattermost %s',
  async version => {
    const update = { message: 'Done', file_ids: [], props: {} };
    const { people, store, callbackUrl, channelId, post, now } = await start(version, async () => update);
    const controls = [{ label: 'Go', value: 'go' }];
    const { attachments } = await issueChoice(store, { accountId: 'default', channelId, callbackUrl, controls });
    await people[0]!.clicks(await post(attachments), 'Go');
    expect(now()).toMatchObject({ message: 'Done', props: { from_bot: 'true' } });
    expect(now().props).not.toHaveProperty('attachments');
  },
);

it('Three simultaneous votes in a poll are counted, and everyone has one', async () => {
  const votes = new Map<string, string>();
  const controls = () =>
    ['Pizza', 'Pasta'].map(label => {
      const count = [...votes.values()].filter(vote => vote === label).length;
      return { label: `${label} (${count})`, value: label };
    });
  const { people, store, callbackUrl, channelId, post, now } = await start('11.1', async event => {
    votes.set(event.userId, event.value);
    const renewed = await renewChoice(store, event, { callbackUrl, controls: controls(), countClick: true });
    return { message: 'Lunch?', file_ids: [], props: { attachments: renewed.attachments } };
  });
  const options = {
    accountId: 'default',
    channelId,
    callbackUrl,
    controls: controls(),
    uses: 'once-per-person' as const,
  };
  const poll = await post((await issueChoice(store, options)).attachments);
  await Promise.all(people.map((person, index) => person.clicks(poll, index === 0 ? 'Pasta (0)' : 'Pizza (0)')));
  expect([...votes.values()].sort()).toEqual(['Pasta', 'Pizza', 'Pizza']);
  const [button] = (now().props['attachments'] as Attachment[])[0]!.actions;
  await people[0]!.clicks(now(), button!.name);
  expect([...votes.values()].sort()).toEqual(['Pasta', 'Pizza', 'Pizza']);
});

it('The buttons of a post work after its handler has failed behind a renewal', async () => {
  let isBroken = true;
  const { people, store, callbackUrl, channelId, post, now } = await start('11.1', async event => {
    const controls = [{ label: 'Page 3', value: '3' }];
    const { attachments } = await renewChoice(store, event, { callbackUrl, controls });
    if (isBroken) throw new Error('db down');
    return { message: `Page ${event.value}`, file_ids: [], props: { attachments } };
  });
  const controls = [{ label: 'Page 2', value: '2' }];
  const { attachments } = await issueChoice(store, { accountId: 'default', channelId, callbackUrl, controls });
  const first = await post(attachments);
  await people[0]!.clicks(first, 'Page 2');
  expect(now().message).toBe('Choose:');
  isBroken = false;
  await people[0]!.clicks(first, 'Page 2');
  expect(now().message).toBe('Page 2');
  await people[1]!.clicks(now(), 'Page 3');
  expect(now().message).toBe('Page 3');
});
