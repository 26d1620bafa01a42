import { type Mattermost, startMattermost } from '@clawmost/mm-testserver';
import { runOpenClaw } from '@clawmost/playground';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountFor, type OpenGateway, openGateway } from './support/open-gateway.ts';
import { timeLimit, wholeAnswer } from './support/time-limit.ts';

// One gateway with two accounts: `default` is open to all people, `careful` is configured with only a token.
let mattermost: Mattermost;
let open: OpenGateway;
const modelMayAnswer = Promise.withResolvers<void>();
const previewIsSeen = Promise.withResolvers<void>();
const testsAreOver = Promise.withResolvers<void>();

async function* piecewise() {
  yield 'A wise man ';
  await previewIsSeen.promise;
  yield 'thinks twice.';
}

async function populate() {
  mattermost = await startMattermost();
  const team = mattermost.addTeam('acme');
  const alice = team.addPerson('alice');
  const bob = team.addPerson('bob');
  const claw = team.addBot('claw');
  const shy = team.addBot('shy');
  const ops = team.addChannel('ops', { members: [alice, claw, shy] });
  return { team, alice, bob, claw, shy, ops };
}

let world: Awaited<ReturnType<typeof populate>>;

beforeAll(async () => {
  world = await populate();
  open = await openGateway({
    channel: {
      enabled: true,
      accounts: {
        default: {
          ...accountFor(mattermost, world.claw),
          dmPolicy: 'open',
          allowFrom: ['*'],
          groupPolicy: 'open',
        },
        careful: accountFor(mattermost, world.shy),
      },
    },
    configure: config => ({ ...config, commands: { ownerAllowFrom: [`mattermost:user:${world.bob.id}`] } }),
    answer: async ({ text }) => {
      if (text.includes('think for ever')) await testsAreOver.promise;
      if (text.includes('heartbeat')) return 'Something needs your attention.';
      if (text.includes('take your time')) await modelMayAnswer.promise;
      if (text.includes('piece by piece')) return piecewise();
      if (text.includes('at length')) return `${'word '.repeat(8_000)}end`;
      return `You said: ${text}`;
    },
  });
  await Promise.all([open.gateway.waitForLog(/signed in .* @claw/), open.gateway.waitForLog(/signed in .* @shy/)]);
});

afterAll(async () => {
  testsAreOver.resolve();
  await open?.close();
  await mattermost?.stop();
});

describe('A bot that is open to all', () => {
  it('The bot answers a direct message', async () => {
    const { alice, claw } = world;
    const dm = mattermost.directChannel(alice, claw);
    await alice.says('hello', { in: dm });
    const answer = await alice.sees({ from: claw, in: dm, ...wholeAnswer });
    expect(answer.message).toBe('You said: hello');
    expect(answer.root_id).toBe('');
  });

  it('The bot answers a mention in a channel, in the channel', async () => {
    const { alice, claw, ops } = world;
    await alice.says('@claw how are you?', { in: ops });
    const answer = await alice.sees({ from: claw, in: ops, ...wholeAnswer });
    expect(answer.message).toBe('You said: how are you?');
    expect(answer.root_id).toBe('');
  });

  it('The bot answers a mention in a thread, in that thread', async () => {
    const { alice, claw, ops } = world;
    const root = await alice.says('a topic', { in: ops });
    await alice.says('@claw what about it?', { in: ops, thread: root });
    const answer = await alice.sees({ from: claw, in: ops, thread: root, ...wholeAnswer });
    expect(answer.message).toBe('You said: what about it?');
    expect(answer.root_id).toBe(root.id);
  });

  it('The bot is shown typing while the agent works', async () => {
    const { alice, claw } = world;
    const dm = mattermost.directChannel(alice, claw);
    await alice.says('take your time', { in: dm });
    await alice.seesTyping({ from: claw, in: dm, ...timeLimit });
    modelMayAnswer.resolve();
    expect((await alice.sees({ from: claw, in: dm, ...wholeAnswer })).message).toBe('You said: take your time');
  });

  it('The bot shows an answer while the agent writes it, and the same post becomes the answer', async () => {
    const { alice, claw } = world;
    const dm = mattermost.directChannel(alice, claw);
    await alice.says('tell me piece by piece', { in: dm });
    const preview = await alice.sees({ from: claw, in: dm, matching: /^A wise man$/, ...timeLimit });
    previewIsSeen.resolve();
    const answer = await alice.sees({ from: claw, in: dm, ...wholeAnswer });
    expect([answer.id, answer.message]).toEqual([preview.id, 'A wise man thinks twice.']);
  });

  it('The bot posts a long answer in full, in parts that the server accepts', async () => {
    const { alice, claw } = world;
    const dm = mattermost.directChannel(alice, claw);
    await alice.says('tell me at length', { in: dm });
    const parts = [];
    do parts.push(await alice.sees({ from: claw, in: dm, ...wholeAnswer }));
    while (!parts.at(-1)?.message.endsWith('end'));
    expect(parts.map(part => part.message).join(' ')).toBe(`${'word '.repeat(8_000)}end`);
    expect(parts.length).toBeGreaterThan(2);
  });

  it('The bot does not answer a message in a channel that does not mention it', async () => {
    const { alice, claw, ops } = world;
    const calls = open.model.calls.length;
    await alice.says('nobody in particular', { in: ops });
    await alice.says('see `@claw` in the manual', { in: ops });
    await alice.says('@claw are you awake?', { in: ops });
    expect((await alice.sees({ from: claw, in: ops, ...wholeAnswer })).message).toBe('You said: are you awake?');
    expect(open.model.calls.slice(calls).map(call => call.text)).toEqual(['are you awake?']);
  });
});

describe('What people write to wake and to stop the agent', () => {
  it('A post that is only a mention wakes the agent', async () => {
    const { alice, claw, ops } = world;
    await alice.says('@claw', { in: ops });
    expect((await alice.sees({ from: claw, in: ops, ...wholeAnswer })).message).toBe('You said: @claw');
  });

  it('"stop" ends the turn of the person who wrote it, and is not a question for the agent', async () => {
    const { alice, claw } = world;
    const dm = mattermost.directChannel(alice, claw);
    await alice.says('think for ever', { in: dm });
    await expect.poll(() => open.model.calls.at(-1)?.text, timeLimit).toBe('think for ever');
    const calls = open.model.calls.length;
    await alice.says('stop', { in: dm });
    expect((await alice.sees({ from: claw, in: dm, ...wholeAnswer })).message).toMatch(/aborted/);
    await alice.says('are you there?', { in: dm });
    expect((await alice.sees({ from: claw, in: dm, ...wholeAnswer })).message).toBe('You said: are you there?');
    expect(open.model.calls.slice(calls).map(call => call.text)).toEqual(['are you there?']);
  });
});

describe('A bot with only a token', () => {
  it('A bot with only a token refuses strangers, in direct messages and in channels', async () => {
    const { alice, claw, shy, ops } = world;
    const calls = open.model.calls.length;
    const dm = mattermost.directChannel(alice, shy);
    await alice.says('let me in', { in: dm });
    await alice.says('@shy let me in', { in: ops });
    // The answer of the other account comes after the refusals: their posts came first.
    await alice.says('@claw and you?', { in: ops });
    await alice.sees({ from: claw, in: ops, ...wholeAnswer });
    await open.gateway.waitForLog(/pairing-code-posted/);
    await open.gateway.waitForLog(/group-list-empty/);
    expect(open.model.calls.slice(calls).map(call => call.text)).toEqual(['and you?']);
    expect(mattermost.posts(dm).filter(post => post.user_id === shy.id && post.message.startsWith('You said'))).toEqual(
      [],
    );
  });
});

describe('openclaw channels status', () => {
  it('`openclaw channels status` shows both accounts as connected', async () => {
    const { code, stdout } = await runOpenClaw(open.home, ['channels', 'status', '--json']);
    expect(code).toBe(0);
    const accounts = JSON.parse(stdout).channelAccounts.mattermost as { accountId: string; connected: boolean }[];
    expect(accounts.map(({ accountId, connected }) => ({ accountId, connected }))).toEqual(
      expect.arrayContaining([
        { accountId: 'default', connected: true },
        { accountId: 'careful', connected: true },
      ]),
    );
  });
});

describe('openclaw message send', () => {
  it('`openclaw message send` posts to a channel and to a person', async () => {
    const { alice, claw, ops } = world;
    for (const [target, place] of [
      [`channel:${ops.id}`, ops],
      [`user:${alice.id}`, mattermost.directChannel(alice, claw)],
    ] as const) {
      const args = ['message', 'send', '--channel', 'mattermost', '--target', target, '--message', 'out of the blue'];
      const { code, stdout, stderr } = await runOpenClaw(open.home, args);
      expect(code, stderr).toBe(0);
      expect(stdout).toMatch(/Sent via/);
      expect((await alice.sees({ from: claw, in: place, ...wholeAnswer })).message).toBe('out of the blue');
    }
  });

  it('With --reply-to, the message goes into the thread of that post', async () => {
    const { alice, claw, ops } = world;
    const root = await alice.says('a question of alice', { in: ops });
    const reply = await alice.says('more of it', { in: ops, thread: root });
    const args = ['message', 'send', '--channel', 'mattermost', '--target', `channel:${ops.id}`];
    const { code, stderr } = await runOpenClaw(open.home, [...args, '--message', 'an answer', '--reply-to', reply.id]);
    expect(code, stderr).toBe(0);
    expect((await alice.sees({ from: claw, in: ops, thread: root, ...wholeAnswer })).message).toBe('an answer');
  });
});

describe('Targets by name', () => {
  const send = async (target: string, message: string) =>
    runOpenClaw(open.home, ['message', 'send', '--channel', 'mattermost', '--target', target, '--message', message]);

  it('`openclaw message send` takes the names of a channel and of a person, and a permalink', async () => {
    const { alice, claw, ops } = world;
    const root = await alice.says('to be continued', { in: ops });
    const reply = await alice.says('go on', { in: ops, thread: root });
    for (const [target, place] of [
      ['#OPS', { in: ops }],
      ['@Alice', { in: mattermost.directChannel(alice, claw) }],
      [`${mattermost.url}/acme/pl/${reply.id}`, { in: ops, thread: root }],
    ] as const) {
      const { code, stderr } = await send(target, `to ${target}`);
      expect(code, stderr).toBe(0);
      expect((await alice.sees({ from: claw, ...place, ...wholeAnswer })).message).toBe(`to ${target}`);
    }
  });

  it('A part of a name is not taken for the name, and the error says what may have been meant', async () => {
    const { code, stdout, stderr } = await send('#town-squ', 'for no channel');
    expect(code).toBe(1);
    expect(stdout + stderr).toMatch(/There is no channel #town-squ in any team .* Did you mean acme\/town-square/);
  });

  it('`openclaw directory` lists the channels and the people of the bot', async () => {
    const { alice, ops } = world;
    const list = async (what: string, query: string) => {
      const args = ['directory', what, 'list', '--channel', 'mattermost', '--query', query, '--json'];
      const { code, stdout, stderr } = await runOpenClaw(open.home, args);
      expect(code, stderr).toBe(0);
      return JSON.parse(stdout) as { id: string }[];
    };
    expect((await list('groups', 'OPS')).map(({ id }) => id)).toEqual([`channel:${ops.id}`]);
    expect((await list('peers', 'ali')).map(({ id }) => id)).toEqual([`user:${alice.id}`]);
  });
});

describe('openclaw system event', () => {
  it('What the agent says at a heartbeat reaches the owner as a direct message', async () => {
    const { bob, claw } = world;
    const args = ['system', 'event', '--text', 'Tell the owner at this heartbeat', '--mode', 'now'];
    const { code, stderr } = await runOpenClaw(open.home, args);
    expect(code, stderr).toBe(0);
    const dm = mattermost.directChannel(bob, claw);
    expect((await bob.sees({ from: claw, in: dm, ...wholeAnswer })).message).toContain(
      'Something needs your attention.',
    );
  });
});
