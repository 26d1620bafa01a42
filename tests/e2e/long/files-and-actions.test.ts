import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Mattermost, type Post, startMattermost } from '@clawmost/mm-testserver';
import { type ModelAnswer, type ModelCall, runOpenClaw } from '@clawmost/playground';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountFor, type OpenGateway, openGateway } from '../test/support/open-gateway.ts';
import { timeLimit } from '../test/support/time-limit.ts';

// One gateway: an agent that answers with files and uses its message tool, and an operator at the command line.
let mattermost: Mattermost;
let open: OpenGateway;
let workspace: string;

async function populate() {
  mattermost = await startMattermost();
  const team = mattermost.addTeam('acme');
  const alice = team.addPerson('alice');
  const claw = team.addBot('claw');
  const ops = team.addChannel('ops', { members: [alice, claw] });
  const other = team.addChannel('other', { members: [claw] });
  return { team, alice, claw, ops, other };
}

let world: Awaited<ReturnType<typeof populate>>;

const called = new Set<string>();

/** Calls the message tool once for each message, and then answers with what came of it. */
function tool({ text, messages }: ModelCall, args: object): ModelAnswer {
  if (!called.has(text)) {
    called.add(text);
    return { tool: 'tool_call', args: { id: 'message', args } };
  }
  return `It said: ${JSON.stringify(messages.findLast(({ role }) => role === 'tool')?.content)}`;
}

beforeAll(async () => {
  world = await populate();
  const { claw, other } = world;
  open = await openGateway({
    channel: {
      enabled: true,
      ...accountFor(mattermost, claw),
      ...{ dmPolicy: 'open', allowFrom: ['*'], groupPolicy: 'open' },
      ...{ actions: { messages: true }, responsePrefix: '»' },
    },
    configure: (config, dir) => {
      workspace = join(dir, 'workspace');
      mkdirSync(workspace, { recursive: true });
      for (const name of ['report.pdf', 'a.txt', 'b.txt']) writeFileSync(join(workspace, name), `%PDF-1.7 ${name}`);
      return config;
    },
    answer: call => {
      const { text } = call;
      if (text.includes('report')) return `Here it is.\nMEDIA:${join(workspace, 'report.pdf')}`;
      if (text.includes('both')) return `Both.\nMEDIA:${join(workspace, 'a.txt')}\nMEDIA:${join(workspace, 'b.txt')}`;
      if (text.includes('passwords')) return 'Never.\nMEDIA:/etc/passwd';
      if (text.includes('like it')) return tool(call, { action: 'react', emoji: '👍' });
      if (text.includes('history')) return tool(call, { action: 'read', limit: 3 });
      if (text.includes('tell them'))
        return tool(call, { action: 'send', message: 'I was told to.', target: '#other' });
      if (text.includes('say it twice')) return tool(call, { action: 'send', message: 'Once by the tool.' });
      if (text.includes('elsewhere')) {
        return tool(call, { action: 'read', target: `channel:${other.id}`, channelId: other.id });
      }
      return `You said: ${text}`;
    },
  });
  await open.gateway.waitForLog(/signed in .* @claw/);
});

afterAll(async () => {
  await open?.close();
  await mattermost?.stop();
});

const namesOf = (post: Post) => post.metadata?.files?.map(({ name }) => name).sort();
const openclaw = (...args: string[]) => runOpenClaw(open.home, args, timeLimit);

describe('The agent', () => {
  it('Answers with a file in the thread of the question, and with two files in one post, after the prefix', async () => {
    const { alice, claw, ops } = world;
    const question = await alice.says('a topic', { in: ops });
    await alice.says('@claw the report, please', { in: ops, thread: question });
    const answer = await alice.sees({ from: claw, in: ops, thread: question, ...timeLimit });
    expect([answer.message, namesOf(answer)]).toEqual(['» Here it is.', ['report.pdf']]);
    await alice.says('@claw both, please', { in: ops, thread: question });
    const both = await alice.sees({ from: claw, in: ops, thread: question, ...timeLimit });
    expect([both.message, namesOf(both)]).toEqual(['» Both.', ['a.txt', 'b.txt']]);
  });

  it('Cannot send a file from outside of its folders, and the person reads that', async () => {
    const { alice, claw, ops } = world;
    await alice.says('@claw the passwords, please', { in: ops });
    const answer = await alice.sees({ from: claw, in: ops, ...timeLimit });
    expect(namesOf(answer) ?? []).toEqual([]);
    expect(answer.message).toContain('passwd');
  });

  it('Reacts to the question with its message tool', async () => {
    const { alice, claw, ops } = world;
    const question = await alice.says('@claw do you like it?', { in: ops });
    const answer = await alice.sees({ from: claw, in: ops, ...timeLimit });
    expect(answer.message).toContain('added');
    await expect
      .poll(() => mattermost.posts(ops).find(({ id }) => id === question.id)?.metadata?.reactions)
      .toMatchObject([{ emoji_name: '+1', user_id: claw.id }]);
  });

  it('Reads the conversation that it is in, and no other one', async () => {
    const { alice, claw, ops } = world;
    await alice.says('@claw what is the history?', { in: ops });
    expect((await alice.sees({ from: claw, in: ops, ...timeLimit })).message).toContain('what is the history?');
    await alice.says('@claw and elsewhere?', { in: ops });
    const refused = await alice.sees({ from: claw, in: ops, ...timeLimit });
    expect(refused.message).toContain('requires the exact current conversation');
  });

  it('Stays in the thread with what it sends by its tool, and out of channels in which the person is not', async () => {
    const { alice, claw, ops, other } = world;
    const root = await alice.says('another topic', { in: ops });
    await alice.says('@claw say it twice', { in: ops, thread: root });
    const sent = await alice.sees({ from: claw, in: ops, thread: root, matching: /^Once by the tool/, ...timeLimit });
    expect(sent.message).toBe('Once by the tool.');
    await alice.says('@claw tell them', { in: ops, thread: root });
    const refused = await alice.sees({
      from: claw,
      in: ops,
      thread: root,
      matching: /not in the channel/,
      ...timeLimit,
    });
    expect(refused.message).toContain(other.id);
    expect(mattermost.posts(other).filter(({ user_id }) => user_id === claw.id)).toEqual([]);
  });
});

describe('openclaw message', () => {
  it('Sends two files in one post to a channel by name, with a reply to a thread', async () => {
    const { alice, claw, ops } = world;
    const root = await alice.says('files here', { in: ops });
    const files = ['--media', join(workspace, 'a.txt'), '--media', join(workspace, 'b.txt')];
    const send = ['message', 'send', '--channel', 'mattermost', '--target', '#ops', '--message', 'Two files.'];
    const { code, stdout, stderr } = await openclaw(...send, ...files, '--reply-to', root.id);
    expect(code, stdout + stderr).toBe(0);
    const post = await alice.sees({ from: claw, in: ops, thread: root, ...timeLimit });
    expect([post.message, namesOf(post)]).toEqual(['Two files.', ['a.txt', 'b.txt']]);
  });

  it('Reacts, reads, and refuses a file that it must not read, with an error that says so', async () => {
    const { alice, claw, ops } = world;
    const post = await alice.says('look at this', { in: ops });
    const target = ['--channel', 'mattermost', '--target', '#ops'];
    const reacted = await openclaw('message', 'react', ...target, '--message-id', post.id, '--emoji', 'eyes');
    expect(reacted.code, reacted.stdout + reacted.stderr).toBe(0);
    const read = await openclaw('message', 'read', ...target, '--limit', '1', '--json');
    expect(read.code, read.stdout + read.stderr).toBe(0);
    expect(read.stdout).toContain('look at this');
    const sent = await openclaw('message', 'send', ...target, '--message', 'No.', '--media', '/etc/passwd');
    expect(sent.code, sent.stdout + sent.stderr).not.toBe(0);
    expect(mattermost.posts(ops).filter(({ user_id, message }) => user_id === claw.id && message === 'No.')).toEqual(
      [],
    );
  });
});
