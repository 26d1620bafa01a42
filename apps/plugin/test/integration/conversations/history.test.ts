import { channelSchema, createRestClient, path } from '@clawmost/mm-rest';
import { expect, it } from 'vitest';
import { openConversation } from '../../support/conversation.ts';
import { loadOpenClaw } from '../../support/openclaw.ts';

const openclaw = await loadOpenClaw();

/** A channel in which bob writes as well. */
async function open(section: object = {}, more: object = {}) {
  const story = await openConversation(openclaw, { section, ...more });
  const bob = story.team.addPerson('bob');
  story.ops.add(bob);
  return { ...story, story, bob };
}

it('What people wrote in a channel before the first mention comes with it, in order, with names and times', async () => {
  const { story, alice, bob, ops, receive } = await open();
  const first = await bob.says('the build is red', { in: ops });
  await receive(first);
  await receive(await alice.says('since when?', { in: ops }));
  expect(await receive(await bob.says('@claw why?', { in: ops }))).toBe('delivered');
  expect(story.lastHistory()).toEqual(['alice: @claw what is it?', 'bob: the build is red', 'alice: since when?']);
  expect(story.lastContext().message).toMatchObject({ bodyForAgent: 'why?', rawBody: '@claw why?' });
  expect(story.lastContext().message.inboundHistory?.[1]).toMatchObject({
    messageId: first.id,
    timestamp: first.create_at,
  });
});

it('The next turn brings only what was written since, and neither messages that had a turn nor answers', async () => {
  const { story, alice, bob, ops, question, receive } = await open();
  await receive(question);
  await receive(await bob.says('thanks', { in: ops }));
  await receive(await alice.says('@claw and now?', { in: ops }));
  expect(story.lastHistory()).toEqual(['bob: thanks']);
  await receive(await alice.says('@claw and then?', { in: ops }));
  expect(story.lastHistory()).toEqual([]);
});

it('After a restart of the gateway, what was written since the last turn comes with the next', async () => {
  const { story, alice, bob, ops, question, receive } = await open();
  await receive(question);
  await receive(await bob.says('before the restart', { in: ops }));
  story.restart();
  await bob.says('while it was down', { in: ops });
  await receive(await alice.says('@claw what did we decide?', { in: ops }));
  expect(story.lastHistory()).toEqual(['bob: before the restart', 'bob: while it was down']);
});

it('After /new, nothing that was written before it comes with the next message', async () => {
  const { story, alice, bob, ops, receive } = await open({ groupAllowFrom: ['*'], groupPolicy: 'allowlist' });
  await receive(await bob.says('an old matter', { in: ops }));
  await receive(await alice.says('@claw /new', { in: ops }));
  await receive(await bob.says('a new matter', { in: ops }));
  await receive(await alice.says('@claw what is it about?', { in: ops }));
  expect(story.lastHistory()).toEqual(['bob: a new matter']);
});

it('An earlier post counts as it stands now: edited, or not at all when it was deleted', async () => {
  const { story, alice, bob, ops, question, receive } = await open();
  await receive(question);
  const wrong = await bob.says('it is 4', { in: ops });
  await bob.edits(wrong, 'it is 5');
  await bob.deletes(await bob.says('never mind', { in: ops }));
  await receive(await alice.says('@claw what is it?', { in: ops }));
  expect(story.lastHistory()).toEqual(['bob: it is 5']);
});

it('Replies in threads are not part of the history of their channel', async () => {
  const { story, alice, bob, ops, question, receive } = await open();
  await receive(question);
  const root = await bob.says('lunch?', { in: ops });
  await alice.says('yes', { in: ops, thread: root });
  await receive(await alice.says('@claw what is new?', { in: ops }));
  expect(story.lastHistory()).toEqual(['bob: lunch?']);
});

it('The first mention in a thread brings the thread; its first post is what it replies to', async () => {
  const { story, alice, bob, ops, receive } = await open();
  const root = await bob.says('server 3 is down', { in: ops });
  await alice.says('I restarted it', { in: ops, thread: root });
  await receive(await bob.says('@claw look into this', { in: ops, thread: root }));
  expect(story.lastHistory()).toEqual(['alice: I restarted it']);
  expect(story.lastContext().supplemental).toMatchObject({
    quote: { id: root.id, body: 'server 3 is down', sender: 'bob', isQuote: true, senderAllowed: true },
  });
  await alice.says('still down', { in: ops, thread: root });
  await receive(await bob.says('@claw and?', { in: ops, thread: root }));
  expect(story.lastHistory()).toEqual(['alice: still down']);
  expect(story.lastContext().supplemental?.quote).toBeUndefined();
});

it('Of a thread of 5,000 replies the end is read, in one request', async () => {
  const { story, mattermost, alice, bob, ops, receive } = await open();
  const [root] = ops.addHistory([{ by: bob, message: 'root' }]);
  if (!root) expect.fail('there is a root');
  ops.addHistory(Array.from({ length: 5_000 }, (_, at) => ({ by: bob, message: `reply ${at}`, thread: root })));
  const post = await alice.says('@claw sum it up', { in: ops, thread: root });
  await receive(post);
  expect(story.lastHistory()).toEqual(Array.from({ length: 50 }, (_, at) => `bob: reply ${4_950 + at}`));
  expect(mattermost.requests.filter(({ path }) => path.includes('/thread'))).toHaveLength(1);
});

it('historyLimit, groups.<id>.historyLimit: no more earlier messages than that come, and none at all with 0', async () => {
  const { story, alice, bob, ops, receive } = await open({ historyLimit: 2 });
  for (const text of ['one', 'two', 'three']) await bob.says(text, { in: ops });
  await receive(await alice.says('@claw sum it up', { in: ops }));
  expect(story.lastHistory()).toEqual(['bob: two', 'bob: three']);
  expect(story.lastContext().sessionTranscript).toMatchObject({ historyLimit: 2, historyKind: 'recent' });
  const none = await open({ historyLimit: 2, groups: { '*': { historyLimit: 0 } } });
  await none.receive(none.question);
  expect(none.story.lastHistory()).toEqual([]);
});

it('contextVisibility: with allowlist only people who may talk to the bot are seen, with allowlist_quote also the first post of the thread', async () => {
  for (const [contextVisibility, history] of [
    ['all', ['bob: not listed', 'alice: listed']],
    ['allowlist', ['alice: listed']],
    ['allowlist_quote', ['alice: listed']],
  ] as const) {
    const { story, alice, bob, ops, receive, account } = await open({ contextVisibility, groupPolicy: 'allowlist' });
    // The list names ids, which are known only now.
    Object.assign(account.settings.config, { groupAllowFrom: [alice.id] });
    const root = await bob.says('root', { in: ops });
    await bob.says('not listed', { in: ops, thread: root });
    await alice.says('listed', { in: ops, thread: root });
    await receive(await alice.says('@claw why?', { in: ops, thread: root }));
    expect([contextVisibility, story.lastHistory()]).toEqual([contextVisibility, history]);
    expect(story.lastContext()).toMatchObject({
      contextVisibility,
      ...(contextVisibility !== 'allowlist' && { supplemental: { quote: { body: 'root', senderAllowed: false } } }),
    });
  }
});

it('botsInHistory: what other bots wrote comes unless it is switched off', async () => {
  for (const botsInHistory of [undefined, false]) {
    const { story, team, mattermost, alice, ops, question, receive } = await open({
      ...(botsInHistory === false && { botsInHistory }),
    });
    await receive(question);
    const robo = team.addBot('robo');
    ops.add(robo);
    const headers = { authorization: `Bearer ${robo.token}`, 'content-type': 'application/json' };
    const props = { attachments: [{ pretext: 'build 7', fields: [{ title: 'State', value: 'failed' }] }] };
    const body = JSON.stringify({ channel_id: ops.id, message: '', props });
    await fetch(`${mattermost.url}/api/v4/posts`, { method: 'POST', headers, body });
    await receive(await alice.says('@claw what is this?', { in: ops }));
    expect(story.lastHistory()).toEqual(botsInHistory === false ? [] : ['robo (bot): build 7\nState: failed']);
  }
});

it('A server that does not give the history in three attempts leaves the message answered, the agent told, and the history for the next turn', async () => {
  const { story, mattermost, alice, bob, claw, ops, account, receive } = await open();
  await bob.says('the build is red', { in: ops });
  const fault = mattermost.faults.answer({ by: claw, path: `/channels/${ops.id}/posts` }, { status: 500, body: '{}' });
  expect(await receive(await alice.says('@claw why?', { in: ops }))).toBe('delivered');
  expect(fault.count).toBe(3);
  expect(story.lastHistory()).toEqual([]);
  expect(story.lastContext().message.bodyForAgent).toBe(
    'why?\n\n[earlier messages unavailable] Mattermost did not answer in time',
  );
  expect(account.lines.join('\n')).toContain('the messages before a message could not be read');
  fault.lift();
  await receive(await alice.says('@claw and now?', { in: ops }));
  expect(story.lastHistory()).toContain('bob: the build is red');
});

it('In direct messages nothing is read, because all of it is in the session', async () => {
  const { story, mattermost, alice, claw, receive } = await open({ dmPolicy: 'open', allowFrom: ['*'] });
  const direct = mattermost.directChannel(alice, claw);
  await receive(await alice.says('hello', { in: direct }));
  await receive(await alice.says('and?', { in: direct }));
  expect(story.lastHistory()).toEqual([]);
  expect(mattermost.requests.filter(({ path }) => path.includes(`/channels/${direct.id}/posts`))).toEqual([]);
});

it('A direct message that is written in a thread names the post that it replies to', async () => {
  const { story, mattermost, alice, claw, receive } = await open({ dmPolicy: 'open', allowFrom: ['*'] });
  const direct = mattermost.directChannel(alice, claw);
  const first = await alice.says('my order is 42', { in: direct });
  await receive(first);
  await receive(await alice.says('and the second one?', { in: direct, thread: first }));
  expect(story.lastContext().supplemental?.quote).toMatchObject({
    id: first.id,
    body: 'my order is 42',
    sender: 'alice',
  });
});

it('The channel’s name, header and purpose are facts beside the message', async () => {
  const { story, mattermost, team, alice, claw, receive } = await open();
  const lab = team.addChannel('lab', { members: [alice, claw] });
  await createRestClient({ baseUrl: mattermost.url, token: mattermost.admin.token }).request({
    ...{ method: 'PUT', path: path`/channels/${lab.id}/patch`, schema: channelSchema },
    body: { display_name: 'The Lab', header: 'on duty: bob', purpose: 'experiments' },
  });
  await receive(await alice.says('@claw hello', { in: lab }));
  expect(story.lastContext()).toMatchObject({
    extra: { GroupSubject: 'The Lab', GroupChannel: '#lab' },
    supplemental: {
      untrustedGroupSystemPrompt: 'The purpose of the channel: experiments',
      channelStructuredContext: [{ label: 'Channel header', payload: { header: 'on duty: bob' } }],
    },
    message: { bodyForAgent: 'hello' },
  });
});
