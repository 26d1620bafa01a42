import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Channel, type Mattermost, type Post, startMattermost } from '@clawmost/mm-testserver';
import { type OpenClawConfig, runOpenClaw } from '@clawmost/playground';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decided } from '../test/support/decisions.ts';
import { accountFor, type OpenGateway, openGateway } from '../test/support/open-gateway.ts';
import { wholeAnswer } from '../test/support/time-limit.ts';

// One gateway; an account and a bot for each chat mode, and channels that differ in their settings.
let mattermost: Mattermost;
let open: OpenGateway;
let world: Awaited<ReturnType<typeof populate>>;

async function populate() {
  mattermost = await startMattermost();
  const team = mattermost.addTeam('acme');
  const alice = team.addPerson('alice');
  const bob = team.addPerson('bob');
  const [claw, chatty, marked, star] = ['claw', 'chatty', 'marked', 'star'].map(name => team.addBot(name));
  if (!claw || !chatty || !marked || !star) throw new Error('unreachable');
  const channel = (name: string, bot: typeof claw, type: 'O' | 'P' = 'O') =>
    team.addChannel(name, { members: [alice, bob, bot], type });
  return {
    alice,
    bob,
    claw,
    chatty,
    marked,
    star,
    lobby: channel('lobby', claw),
    lively: channel('lively', claw),
    threads: channel('threads', claw),
    bound: channel('bound', claw),
    desk: channel('desk', claw),
    backroom: channel('backroom', claw, 'P'),
    hall: channel('hall', chatty),
    library: channel('library', chatty),
    bar: channel('bar', marked),
    wide: channel('wide', star),
    narrow: channel('narrow', star),
    closed: channel('closed', star),
    bobsOwn: channel('bobs-own', star),
  };
}

function section() {
  const { bob, claw, chatty, marked, star, lively, threads, desk, library, narrow, closed, bobsOwn } = world;
  const account = (bot: typeof claw, settings: object) => ({ ...accountFor(mattermost, bot), ...settings });
  return {
    enabled: true,
    groupPolicy: 'open',
    dmPolicy: 'open',
    allowFrom: ['*'],
    accounts: {
      default: account(claw, {
        groups: {
          [lively.id]: { requireMention: false },
          [threads.id]: { replyToMode: 'all' },
          [desk.id]: { agentId: 'helper', systemPrompt: 'You sit at the front desk.', skills: ['greeting'] },
        },
      }),
      chatty: account(chatty, { chatmode: 'onmessage', groups: { [library.id]: { requireMention: true } } }),
      marked: account(marked, { chatmode: 'onchar' }),
      star: account(star, {
        groups: {
          '*': { requireMention: false },
          [narrow.id]: { requireMention: true },
          [closed.id]: { enabled: false },
          [bobsOwn.id]: { allowFrom: [bob.id] },
        },
      }),
    },
  };
}

/** Adds a second agent with a workspace and two skills, and binds one channel to it. */
function withHelper(config: OpenClawConfig, dir: string): OpenClawConfig {
  const workspace = join(dir, 'helper-workspace');
  for (const name of ['greeting', 'baking']) {
    mkdirSync(join(workspace, 'skills', name), { recursive: true });
    const head = `---\nname: ${name}\ndescription: All about ${name}.\n---\n`;
    writeFileSync(join(workspace, 'skills', name, 'SKILL.md'), `${head}\nDo it well.\n`);
  }
  const helper = { workspace, groupChat: { mentionPatterns: ['\\bhelper\\b'] } };
  return {
    ...config,
    agents: { ...(config['agents'] as object), entries: { main: {}, helper } },
    bindings: [boundToHelper(world.bound)],
  };
}

function boundToHelper({ id }: Channel) {
  return { agentId: 'helper', match: { channel: 'mattermost', accountId: 'default', peer: { kind: 'channel', id } } };
}

/** All messages that OpenClaw sent to the model in its last call. */
const lastPrompt = () => JSON.stringify(open.model.calls.at(-1)?.messages);

const signedIn = () =>
  Promise.all(
    ['claw', 'chatty', 'marked', 'star'].map(bot => open.gateway.waitForLog(new RegExp(`signed in .* @${bot}`))),
  );

beforeAll(async () => {
  world = await populate();
  open = await openGateway({ channel: section(), configure: withHelper });
  await signedIn();
});

afterAll(async () => {
  await open?.close();
  await mattermost?.stop();
});

/** Writes a message that the bot answers; resolves to the answer. */
async function answered(bot: typeof world.claw, channel: Channel, text: string, thread?: Post): Promise<Post> {
  const post = await world.alice.says(text, { in: channel, ...(thread && { thread }) });
  const answer = await world.alice.sees({ from: bot, in: channel, ...wholeAnswer });
  expect(await decided(open.home, accountOf(bot), post)).toEqual(['delivered']);
  return answer;
}

/** Writes a message that the bot does not answer; resolves to the reason codes in the log. */
async function silence(bot: typeof world.claw, channel: Channel, text: string): Promise<string[]> {
  const post = await world.alice.says(text, { in: channel });
  return decided(open.home, accountOf(bot), post);
}

const accountOf = ({ username }: { username: string }) => (username === 'claw' ? 'default' : username);

describe('Chat mode oncall, the default', () => {
  it('In chat mode oncall, the bot answers a mention and nothing else', async () => {
    const { claw, lobby } = world;
    expect(await silence(claw, lobby, 'nobody in particular')).toEqual(['not-mentioned']);
    expect((await answered(claw, lobby, 'tell me, @Claw: why?')).message).toMatch(/^You said: tell me.*why\?$/);
  });

  it('In chat mode oncall, a mention in code does not wake the bot', async () => {
    const { claw, lobby } = world;
    expect(await silence(claw, lobby, 'run `@claw deploy`')).toEqual(['not-mentioned']);
    expect(await silence(claw, lobby, '```\n@claw deploy\n```\nis what I typed')).toEqual(['not-mentioned']);
  });

  it('The log names once per channel the setting that would make the bot answer', async () => {
    const { lobby } = world;
    const setting = new RegExp(`not-mentioned: .*accounts\\.default\\.groups\\.${lobby.id}\\.requireMention`);
    await open.gateway.waitForLog(setting);
    expect(open.gateway.log.filter(line => line.includes(lobby.id) && /not-mentioned/.test(line))).toHaveLength(1);
  });

  it('In a channel with `requireMention: false`, the bot answers every post', async () => {
    expect((await answered(world.claw, world.lively, 'hello all')).message).toBe('You said: hello all');
  });
});

describe('Chat mode onmessage', () => {
  it('In chat mode onmessage, the bot answers every post', async () => {
    expect((await answered(world.chatty, world.hall, 'hello hall')).message).toBe('You said: hello hall');
  });

  it('In chat mode onmessage, a channel with `requireMention: true` needs a mention', async () => {
    const { chatty, library } = world;
    expect(await silence(chatty, library, 'psst')).toEqual(['not-mentioned']);
    expect((await answered(chatty, library, '@chatty psst')).message).toBe('You said: psst');
  });
});

describe('Chat mode onchar', () => {
  it('In chat mode onchar, the bot answers a post with a prefix, and the agent does not see the prefix', async () => {
    const { marked, bar } = world;
    expect((await answered(marked, bar, '> one beer')).message).toBe('You said: one beer');
    expect((await answered(marked, bar, '!another')).message).toBe('You said: another');
  });

  it('In chat mode onchar, the bot also answers a mention, and nothing else', async () => {
    const { marked, bar } = world;
    expect(await silence(marked, bar, 'what a day')).toEqual(['no-prefix']);
    await open.gateway.waitForLog(/no-prefix: .*accounts\.marked\.oncharPrefixes/);
    expect((await answered(marked, bar, '@marked the bill')).message).toBe('You said: the bill');
  });
});

describe('Settings for all channels, under "*"', () => {
  it('Settings under "*" apply to a channel without settings of its own', async () => {
    const { star, wide, narrow } = world;
    expect((await answered(star, wide, 'hello there')).message).toBe('You said: hello there');
    expect(await silence(star, narrow, 'hello here')).toEqual(['not-mentioned']);
  });
});

describe('Settings of one channel', () => {
  it('The bot does not answer in a channel where it is switched off', async () => {
    expect(await silence(world.star, world.closed, '@star hello?')).toEqual(['channel-disabled']);
  });

  it('A list of a channel admits only the people on it when the account is open', async () => {
    const { bob, star, bobsOwn } = world;
    expect(await silence(star, bobsOwn, '@star hello?')).toEqual(['group-not-listed']);
    await bob.says('hello', { in: bobsOwn });
    expect((await bob.sees({ from: star, in: bobsOwn, ...wholeAnswer })).message).toBe('You said: hello');
  });
});

describe('The setting replyToMode of a channel', () => {
  it('With `replyToMode: all`, the bot answers in a thread and needs no mention there afterwards', async () => {
    const { alice, claw, threads } = world;
    const asked = await alice.says('@claw what is new?', { in: threads });
    const answer = await alice.sees({ from: claw, in: threads, ...wholeAnswer });
    expect(answer.root_id).toBe(asked.id);
    expect((await answered(claw, threads, 'and what is old?', asked)).root_id).toBe(asked.id);
  });

  it('Without `replyToMode`, the bot answers in the channel', async () => {
    expect((await answered(world.claw, world.lobby, '@claw what is new?')).root_id).toBe('');
  });
});

describe('A channel with an agent of its own', () => {
  it('The agent of a binding answers in the channel of that binding', async () => {
    const { claw, bound, lobby } = world;
    await answered(claw, bound, '@claw who are you?');
    expect(lastPrompt()).toContain('helper-workspace');
    await answered(claw, lobby, '@claw who are you?');
    expect(lastPrompt()).not.toContain('helper-workspace');
  });

  it('The mention patterns of an agent wake the bot only in the channels of that agent', async () => {
    const { claw, bound, lobby } = world;
    await answered(claw, bound, 'say, helper, who are you?');
    expect(await silence(claw, lobby, 'say, helper, who are you?')).toEqual(['not-mentioned']);
  });

  it('The agent that a channel names answers there, with the prompt and the skills of the channel', async () => {
    const { claw, bound, desk } = world;
    await answered(claw, desk, '@claw who are you?');
    expect(lastPrompt()).toContain('helper-workspace');
    expect(lastPrompt()).toContain('You sit at the front desk.');
    expect(lastPrompt()).toContain('All about greeting.');
    expect(lastPrompt()).not.toContain('All about baking.');
    await answered(claw, bound, '@claw what can you do?');
    expect(lastPrompt()).not.toContain('front desk');
    expect(lastPrompt()).toContain('All about baking.');
  });
});

describe('openclaw message send to a private channel', () => {
  it('A message sent by the command line to a private channel belongs to the session of that channel', async () => {
    const { alice, claw, backroom } = world;
    const args = ['message', 'send', '--channel', 'mattermost', '--target', `channel:${backroom.id}`];
    const { code, stderr } = await runOpenClaw(open.home, [...args, '--message', 'The build is ready.']);
    expect(code, stderr).toBe(0);
    await alice.sees({ from: claw, in: backroom, ...wholeAnswer });
    await answered(claw, backroom, '@claw which build?');
    const { stdout } = await runOpenClaw(open.home, ['gateway', 'call', 'sessions.list', '--json']);
    const keys = (JSON.parse(stdout).sessions as { key: string }[]).map(({ key }) => key);
    expect(keys.filter(key => key.includes(backroom.id))).toEqual([`agent:main:mattermost:group:${backroom.id}`]);
  });
});

describe('A change outside the account', () => {
  it('A change of bindings and debouncing applies without a new connection', async () => {
    const { alice, claw, lively } = world;
    const connection = claw.sockets[0]?.connectionId;
    const config = open.home.readConfig();
    open.home.writeConfig({
      ...config,
      messages: { inbound: { debounceMs: 1_500 } },
      bindings: [boundToHelper(world.bound), boundToHelper(lively)],
    });
    await open.gateway.waitForLog(/config change (detected|applied).*bindings/);
    const calls = open.model.calls.length;
    const first = await alice.says('one thing', { in: lively });
    const second = await alice.says('and another', { in: lively });
    expect((await alice.sees({ from: claw, in: lively, ...wholeAnswer })).message).toBe(
      'You said: one thing\nand another',
    );
    expect(await decided(open.home, 'default', first)).toEqual(['debounced']);
    expect(await decided(open.home, 'default', second)).toEqual(['delivered']);
    expect(open.model.calls.length).toBe(calls + 1);
    expect(lastPrompt()).toContain('helper-workspace');
    expect(claw.sockets[0]?.connectionId).toBe(connection);
  });
});

describe('After a restart of the gateway', () => {
  it('After a restart, the bot still needs no mention in threads in which it has answered', async () => {
    const { claw, lobby, alice } = world;
    const topic = await alice.says('a topic', { in: lobby });
    await answered(claw, lobby, '@claw what about it?', topic);
    await open.restart();
    await signedIn();
    expect((await answered(claw, lobby, 'are you still there?', topic)).root_id).toBe(topic.id);
  });
});
