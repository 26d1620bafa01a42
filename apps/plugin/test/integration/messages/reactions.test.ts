import { createSocket } from '@clawmost/mm-ws';
import { expect, it, onTestFinished } from 'vitest';
import { startReactions } from '../../../src/messages/reactions.ts';
import { openConversation } from '../../support/conversation.ts';
import { importInternal, loadOpenClaw } from '../../support/openclaw.ts';

const openclaw = await loadOpenClaw();

type Peek = (sessionKey: string) => { readonly text: string }[];
const peek = await importInternal<Peek>('peekSystemEventEntries', /^system-events-/);

/** A channel whose events reach the agent. */
async function open(section: object = {}) {
  const story = await openConversation(openclaw, { section });
  const { mattermost, claw, account, ops, team } = story;
  const bob = team.addPerson('bob');
  ops.add(bob);
  const records = { entry: (session: { agentId: string; sessionKey: string }) => story.host.records.entry(session) };
  const feature = startReactions(
    { ...account, channelRuntime: openclaw.channel },
    { approved: async () => [] },
    records,
  );
  const socket = createSocket({ baseUrl: mattermost.url, token: claw.token });
  feature.listen?.(socket);
  await socket.start();
  onTestFinished(() => socket.stop());
  const channel = `agent:main:mattermost:channel:${ops.id}`;
  /** The events that the next turn of a session begins with, once there are so many. */
  const events = async (count: number, key = channel) => {
    await expect.poll(() => peek(key).length, { timeout: 60_000 }).toBeGreaterThanOrEqual(count);
    return peek(key).map(({ text }) => text);
  };
  return { ...story, story, bob, channel, events };
}

it('A reaction to an answer is told with the next turn of its session: who, which emoji, which message, added and removed', async () => {
  const { bob, question, receive, posts, events } = await open();
  await receive(question);
  const [answer] = posts();
  if (!answer) expect.fail('there is an answer');
  await bob.reacts(answer, 'eyes');
  await bob.removesReaction(answer, 'eyes');
  expect(await events(2)).toEqual([
    `Mattermost: bob (@bob) added the reaction :eyes: to your message ${answer.id}, which begins with "I see."`,
    `Mattermost: bob (@bob) removed the reaction :eyes: from your message ${answer.id}, which begins with "I see."`,
  ]);
});

it('A reaction to a post in a thread is told in the session of the thread', async () => {
  const { alice, bob, ops, receive, events, channel, question } = await open();
  await receive(question);
  const root = await bob.says('a matter', { in: ops });
  const post = await alice.says('@claw look', { in: ops, thread: root });
  await receive(post);
  await bob.reacts(post, 'eyes');
  const [event] = await events(1, `${channel}:thread:${root.id}`);
  expect(event).toBe(`Mattermost: bob (@bob) added the reaction :eyes: to the message ${post.id}`);
  expect(peek(channel)).toEqual([]);
});

it('Reactions of the bot itself, of people who may not talk to it, and in conversations without a turn are not told', async () => {
  const { mattermost, alice, bob, claw, team, question, receive, posts, events, account } = await open({
    groupPolicy: 'allowlist',
  });
  Object.assign(account.settings.config, { groupAllowFrom: [alice.id] });
  await receive(question);
  const [answer] = posts();
  const quiet = team.addChannel('quiet', { members: [alice, claw] });
  const other = await alice.says('hello', { in: quiet });
  if (!answer) expect.fail('there is an answer');
  await alice.reacts(other, 'wave');
  const body = JSON.stringify({ user_id: claw.id, post_id: answer.id, emoji_name: 'robot_face' });
  const headers = { authorization: `Bearer ${claw.token}`, 'content-type': 'application/json' };
  await fetch(`${mattermost.url}/api/v4/reactions`, { method: 'POST', headers, body });
  await bob.reacts(answer, 'eyes');
  await alice.reacts(answer, 'tada');
  expect(await events(1)).toEqual([expect.stringContaining('added the reaction :tada:')]);
  expect(peek(`agent:main:mattermost:channel:${quiet.id}`)).toEqual([]);
});

it('The same reaction that is reported again is told once', async () => {
  const { alice, bob, question, receive, posts, events } = await open();
  await receive(question);
  const [answer] = posts();
  if (!answer) expect.fail('there is an answer');
  await bob.reacts(answer, 'eyes');
  await bob.reacts(answer, 'eyes');
  await bob.removesReaction(answer, 'eyes');
  await bob.reacts(answer, 'eyes');
  await alice.reacts(answer, 'tada');
  const told = await events(4);
  expect(told.map(text => /(\w+) the reaction :(\w+):/.exec(text)?.slice(1).join(' '))).toEqual([
    ...['added eyes', 'removed eyes', 'added eyes', 'added tada'],
  ]);
});
