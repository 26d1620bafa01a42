import { expect, it } from 'vitest';
import { openConversation } from '../../support/conversation.ts';
import { loadOpenClaw } from '../../support/openclaw.ts';

const openclaw = await loadOpenClaw();

const everyone = { dmPolicy: 'open', allowFrom: ['*'] };

async function open(section: object = {}) {
  const story = await openConversation(openclaw, { section });
  const bob = story.team.addPerson('bob');
  story.ops.add(bob);
  return { ...story, story, bob };
}

/** The last answer of the bot, as the thread that it is in. */
const lastThread = ({ posts }: { posts: () => { root_id: string }[] }) => posts().at(-1)?.root_id;

it.each(['first', 'all', 'batched'])(
  'replyToMode %s: a message at channel level is answered in its thread, whose session is its own from the first word and has that of the channel as its parent',
  async replyToMode => {
    const { story, alice, ops, receive, question } = await open({ replyToMode });
    await receive(question);
    const channel = `agent:main:mattermost:channel:${ops.id}`;
    expect(lastThread(story)).toBe(question.id);
    expect(story.lastContext().route).toMatchObject({
      ...{
        dispatchSessionKey: `${channel}:thread:${question.id}`,
        parentSessionKey: channel,
        routeSessionKey: channel,
      },
    });
    await receive(await alice.says('and the second one?', { in: ops, thread: question }));
    expect(story.lastContext().route.dispatchSessionKey).toBe(`${channel}:thread:${question.id}`);
    expect(story.lastHistory()).toEqual([]);
  },
);

it.each(['off', 'follow'])(
  'replyToMode %s: a message at channel level is answered there, and one in a thread in its thread',
  async replyToMode => {
    const { story, alice, ops, receive, question } = await open({ replyToMode });
    await receive(question);
    expect(lastThread(story)).toBe('');
    const root = await alice.says('a matter of its own', { in: ops });
    await receive(await alice.says('@claw look', { in: ops, thread: root }));
    expect(lastThread(story)).toBe(root.id);
    expect(story.lastContext().route).toMatchObject({
      dispatchSessionKey: `agent:main:mattermost:channel:${ops.id}:thread:${root.id}`,
    });
  },
);

it('threadHistory none: the session of a thread has no parent', async () => {
  const { story, receive, question } = await open({ replyToMode: 'all', threadHistory: 'none' });
  await receive(question);
  expect(story.lastContext().route.dispatchSessionKey).toContain(`:thread:${question.id}`);
  expect(story.lastContext().route.parentSessionKey).toBeUndefined();
});

it('The posts between two messages that each begin a thread come with the second one', async () => {
  const { story, alice, bob, ops, receive, question } = await open({ replyToMode: 'all' });
  await receive(question);
  await bob.says('the build is red', { in: ops });
  await receive(await alice.says('@claw what is this?', { in: ops }));
  expect(story.lastHistory()).toEqual(['bob: the build is red']);
});

it('replyToModeByChatType.direct follow: flat messages are answered flat, and one in a thread in a session of that thread', async () => {
  const section = { ...everyone, replyToModeByChatType: { direct: 'follow' } };
  const { story, mattermost, alice, claw, receive } = await open(section);
  const direct = mattermost.directChannel(alice, claw);
  const first = await alice.says('hello', { in: direct });
  await receive(first);
  const said = () => mattermost.posts(direct).filter(({ user_id }) => user_id === claw.id);
  expect(said().at(-1)?.root_id).toBe('');
  expect(story.lastContext().route.dispatchSessionKey).toBe('agent:main:main');
  await receive(await alice.says('and this?', { in: direct, thread: first }));
  expect(said().at(-1)?.root_id).toBe(first.id);
  expect(story.lastContext().route).toMatchObject({ dispatchSessionKey: `agent:main:main:thread:${first.id}` });
  expect(story.lastContext().route.parentSessionKey).toBeUndefined();
});

it('replyToModeByChatType.direct all: each flat direct message begins a thread with a session of its own', async () => {
  const section = { ...everyone, replyToModeByChatType: { direct: 'all' } };
  const { story, mattermost, alice, claw, receive } = await open(section);
  const direct = mattermost.directChannel(alice, claw);
  const keys: (string | undefined)[] = [];
  for (const text of ['one', 'two']) {
    const post = await alice.says(text, { in: direct });
    await receive(post);
    keys.push(story.lastContext().route.dispatchSessionKey?.replace(post.id, '<id>'));
  }
  expect(keys).toEqual(['agent:main:main:thread:<id>', 'agent:main:main:thread:<id>']);
});

it('implicitMentions.replyToBot: a reply below a post that the bot wrote at channel level wakes it, unless that is switched off', async () => {
  for (const replyToBot of [undefined, false]) {
    const section = { implicitMentions: { ...(replyToBot === false && { replyToBot }), threadParticipation: false } };
    const { story, claw, alice, ops, receive } = await open(section);
    const [report] = ops.addHistory([{ by: claw, message: 'Build 512 failed' }]);
    const code = await receive(await alice.says('why?', { in: ops, thread: report }));
    expect(code).toBe(replyToBot === false ? 'not-mentioned' : 'delivered');
    if (replyToBot === false) continue;
    expect(story.lastContext().supplemental?.quote).toMatchObject({ body: 'Build 512 failed', sender: 'claw (you)' });
    expect(story.lastContext().access?.mentions).toMatchObject({ wasMentioned: false });
  }
});

it('Who began a thread is asked for once, and never when the first post was seen', async () => {
  const { mattermost, bob, alice, ops, receive } = await open();
  const [old] = ops.addHistory([{ by: bob, message: 'an old post' }]);
  for (const text of ['one', 'two']) await receive(await alice.says(text, { in: ops, thread: old }));
  const seen = await bob.says('a new post', { in: ops });
  await receive(seen);
  await receive(await alice.says('three', { in: ops, thread: seen }));
  const looks = mattermost.requests.filter(({ method, path }) => method === 'GET' && /\/posts\/\w{26}$/.test(path));
  expect(looks.map(({ path }) => path)).toEqual([`/api/v4/posts/${old?.id}`]);
});

it('implicitMentions.threadParticipation: after an answer in a thread no mention is needed there, also after a restart, unless that is switched off', async () => {
  for (const threadParticipation of [undefined, false]) {
    const section = threadParticipation === false ? { implicitMentions: { threadParticipation } } : {};
    const { story, alice, bob, ops, receive } = await open(section);
    const root = await bob.says('a matter', { in: ops });
    await receive(await alice.says('@claw look', { in: ops, thread: root }));
    story.restart();
    const code = await receive(await bob.says('and?', { in: ops, thread: root }));
    expect(code).toBe(threadParticipation === false ? 'not-mentioned' : 'delivered');
  }
});

it('implicitMentions.quotedBot: a link to a post of the bot wakes it only where that is switched on', async () => {
  for (const quotedBot of [undefined, true]) {
    const { mattermost, claw, alice, ops, team, receive } = await open(
      quotedBot ? { implicitMentions: { quotedBot } } : {},
    );
    const [report] = ops.addHistory([{ by: claw, message: 'Build 512 failed' }]);
    const link = `${mattermost.url}/${team.name}/pl/${report?.id}`;
    expect(await receive(await alice.says(`what about ${link}`, { in: ops }))).toBe(
      quotedBot ? 'delivered' : 'not-mentioned',
    );
    const foreign = `https://elsewhere.example.com/${team.name}/pl/${report?.id}`;
    expect(await receive(await alice.says(`and ${foreign}`, { in: ops }))).toBe('not-mentioned');
  }
});

it('groups.<id>.answer roots: each new post is answered in its thread, and the talk there is left alone unless it mentions the bot', async () => {
  const { story, alice, bob, ops, receive } = await open({ groups: { '*': { answer: 'roots' } } });
  const root = await bob.says('my screen is black', { in: ops });
  expect(await receive(root)).toBe('delivered');
  expect(lastThread(story)).toBe(root.id);
  expect(await receive(await alice.says('same here', { in: ops, thread: root }))).toBe('not-mentioned');
  expect(await receive(await alice.says('@claw what now?', { in: ops, thread: root }))).toBe('delivered');
  expect(story.lastHistory()).toEqual(['alice: same here']);
});
