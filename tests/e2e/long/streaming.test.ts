import {
  type Bot,
  type Channel,
  type Mattermost,
  type Person,
  type Post,
  startMattermost,
} from '@clawmost/mm-testserver';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountFor, type OpenGateway, openGateway } from '../test/support/open-gateway.ts';
import { timeLimit, wholeAnswer } from '../test/support/time-limit.ts';

// One gateway with an account for each mode. The model says something, uses a tool, and then answers piece by piece.
const modes = ['partial', 'block', 'progress', 'off'] as const;
const secret = 'and this is the end.';

let mattermost: Mattermost;
let alice: Person;
let bots: Record<(typeof modes)[number], Bot>;
let open: OpenGateway;
/** By mode, what lets the model go on after its first words. */
const goOn = Object.fromEntries(modes.map(mode => [mode, Promise.withResolvers<void>()]));

async function* answerOf(mode: string) {
  yield 'The file is short, ';
  await goOn[mode]?.promise;
  yield secret;
}

beforeAll(async () => {
  mattermost = await startMattermost();
  const team = mattermost.addTeam('acme');
  alice = team.addPerson('alice');
  bots = Object.fromEntries(modes.map(mode => [mode, team.addBot(mode)])) as typeof bots;
  const accounts = modes.map(mode => [
    mode,
    {
      ...accountFor(mattermost, bots[mode]),
      ...{ dmPolicy: 'open', allowFrom: ['*'] },
      streaming: { mode, progress: { label: 'At work', toolProgress: true } },
    },
  ]);
  open = await openGateway({
    channel: { enabled: true, accounts: Object.fromEntries(accounts) },
    configure: config => ({ ...config, session: { dmScope: 'per-account-channel-peer' } }),
    answer: ({ text, messages }) => {
      const [mode = ''] = text.split(' ');
      if (messages.some(({ role }) => role === 'tool')) return answerOf(mode);
      const exec = { id: 'exec', args: { command: 'echo hello' } };
      return { tool: 'tool_call', args: exec, saying: 'Let me look.' };
    },
  });
  await Promise.all(modes.map(mode => open.gateway.waitForLog(new RegExp(`signed in .* @${mode}`))));
});

afterAll(async () => {
  for (const each of Object.values(goOn)) each.resolve();
  await open?.close();
  await mattermost?.stop();
});

/** Asks a bot, and says what was seen before its answer, and what stands in the end. */
async function ask(mode: (typeof modes)[number], whileWriting: (channel: Channel) => Promise<unknown>) {
  const bot = bots[mode];
  const channel = mattermost.directChannel(alice, bot);
  const said = () => mattermost.posts(channel).filter(({ user_id }) => user_id === bot.id);
  await alice.says(`${mode} please`, { in: channel });
  await whileWriting(channel);
  const before = said();
  goOn[mode]?.resolve();
  const matching = (post: Post) => wholeAnswer.matching(post) && post.message.endsWith(secret);
  const answer = await alice.sees({ from: bot, in: channel, ...wholeAnswer, matching });
  return { before, answer, after: () => said().map(({ message }) => message) };
}

const whole = `The file is short, ${secret}`;

describe('What people see while an answer is written', () => {
  it('With streaming.mode "partial", one post shows the growing text and becomes the answer', async () => {
    const { before, answer, after } = await ask('partial', channel =>
      alice.sees({ from: bots.partial, in: channel, matching: /^The file is short,$/, ...timeLimit }),
    );
    expect(before.map(({ id }) => id)).toEqual([answer.id]);
    expect(after()).toEqual([whole]);
  });

  it('With streaming.mode "block", the text before a tool and the tools stay as posts of their own', async () => {
    const { after } = await ask('block', channel =>
      alice.sees({ from: bots.block, in: channel, matching: /^The file is short,$/, ...timeLimit }),
    );
    const [text, tools, answer, ...more] = after();
    expect([text, answer, more]).toEqual(['Let me look.', whole, []]);
    expect(tools).toMatch(/exec|echo|command/i);
  });

  it('With streaming.mode "progress", one post shows what the agent does, no word of the answer, and becomes the answer', async () => {
    const { before, answer, after } = await ask('progress', channel =>
      alice.sees({ from: bots.progress, in: channel, matching: /^At work/, ...timeLimit }),
    );
    expect(before.map(({ id }) => id)).toEqual([answer.id]);
    expect(before[0]?.message).not.toContain('The file');
    expect(after()).toEqual([whole]);
  });

  it('With streaming.mode "off", nothing is shown before the answer', async () => {
    const { before, answer, after } = await ask('off', () =>
      expect.poll(() => open.model.calls.filter(({ text }) => text.startsWith('off')).length, timeLimit).toBe(2),
    );
    expect(before).toEqual([]);
    expect(answer.edit_at).toBe(0);
    expect(after()).toEqual([whole]);
  });
});
