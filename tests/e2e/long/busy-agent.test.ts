import {
  type Bot,
  type Channel,
  type Mattermost,
  type Person,
  type Post,
  startMattermost,
} from '@clawmost/mm-testserver';
import type { ModelAnswer, ModelCall } from '@clawmost/playground';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AccountFile, accountFile } from '../test/support/account-file.ts';
import { accountFor, type OpenGateway, openGateway } from '../test/support/open-gateway.ts';
import { timeLimit, wholeAnswer } from '../test/support/time-limit.ts';

// One gateway; each test has a channel, and so a session, of its own, and all run at the same time.
let mattermost: Mattermost;
let open: OpenGateway;
let alice: Person;
let bob: Person;
let claw: Bot;
let file: AccountFile;

const thoughts = new Map<string, PromiseWithResolvers<void>>();

/** The model waits for this when a message asks it to think about something. */
function thought(about: string): PromiseWithResolvers<void> {
  const known = thoughts.get(about) ?? Promise.withResolvers<void>();
  thoughts.set(about, known);
  return known;
}

const question = {
  id: 'colour',
  header: 'Colour',
  question: 'Which one?',
  options: [{ label: 'Red' }, { label: 'Blue' }],
};

async function answer({ text, messages }: ModelCall): Promise<ModelAnswer> {
  const about = /^think about ([\w-]+)/.exec(text)?.[1];
  if (about) await thought(about).promise;
  if (text !== 'let me choose') return `You said: ${text}`;
  const result = messages.findLast(({ role }) => role === 'tool');
  if (result) return /Blue/.test(JSON.stringify(result.content)) ? 'Blue it is.' : 'That was no answer.';
  return { tool: 'tool_call', args: { id: 'ask_user', args: { questions: [question] } } };
}

/** A channel with the bot in it, and ways to write and read there. */
function openChannel(name: string) {
  const channel: Channel = team.addChannel(name, { members: [alice, bob, claw] });
  return {
    says: (text: string, who: Person = alice) => who.says(`@claw ${text}`, { in: channel }),
    /** Resolves when all earlier posts have reached the plugin, which keeps the order within a channel. */
    async hasHeardAll() {
      const thread = await alice.says('a thread, which has a session of its own', { in: channel });
      await alice.says('@claw have you heard all?', { in: channel, thread });
      await alice.sees({ from: claw, in: channel, thread, ...wholeAnswer });
    },
    sees: (matching: RegExp | string) =>
      alice.sees({
        from: claw,
        in: channel,
        ...timeLimit,
        matching: post =>
          wholeAnswer.matching(post) &&
          (typeof matching === 'string' ? post.message === matching : matching.test(post.message)),
      }),
    /** Writes a message that the model thinks about until `thought` is resolved. */
    async getsTheAgentThinking(): Promise<Post> {
      const post = await alice.says(`@claw think about ${name}`, { in: channel });
      await vi.waitUntil(() => modelWasAsked(`think about ${name}`), timeLimit);
      return post;
    },
    /** All posts of the bot in the channel, outside threads. */
    said: () => mattermost.posts(channel).filter(({ user_id, root_id }) => user_id === claw.id && root_id === ''),
  };
}

let team: ReturnType<Mattermost['addTeam']>;
const modelWasAsked = (text: string) => open.model.calls.some(call => call.text === text);
const servedBy = (post: Post) => (post.props['clawmost'] as { answers: string[] }).answers;

beforeAll(async () => {
  mattermost = await startMattermost();
  team = mattermost.addTeam('acme');
  alice = team.addPerson('alice');
  bob = team.addPerson('bob');
  claw = team.addBot('claw');
  open = await openGateway({
    channel: { ...accountFor(mattermost, claw), dmPolicy: 'open', allowFrom: ['*'], groupPolicy: 'open' },
    configure: config => ({ ...config, messages: { inbound: { byChannel: { mattermost: 400 } } } }),
    answer,
  });
  file = accountFile(open.home);
  await open.gateway.waitForLog(/signed in to/);
});

afterAll(async () => {
  await open?.close();
  await mattermost?.stop();
});

describe.concurrent('A second post while the agent is at work', () => {
  it('In queue mode steer, a second post joins the running turn and is answered in it', async () => {
    const { says, sees, said, getsTheAgentThinking } = openChannel('steer');
    const first = await getsTheAgentThinking();
    const second = await says('and about this');
    await file.joined(second);
    thought('steer').resolve();
    expect(servedBy(await sees('You said: think about steer'))).toEqual([first.id]);
    expect(servedBy(await sees('You said: and about this'))).toEqual([second.id]);
    expect(await file.settled([first, second])).toEqual(['answered: delivered', 'joined: steered']);
    expect(said()).toHaveLength(2);
  });

  it('A second post of another person gets a turn of its own afterwards', async () => {
    const { says, sees, said, getsTheAgentThinking, hasHeardAll } = openChannel('two-people');
    const first = await getsTheAgentThinking();
    const second = await says('and I ask this', bob);
    await hasHeardAll();
    thought('two-people').resolve();
    expect(servedBy(await sees('You said: think about two-people'))).toEqual([first.id]);
    expect(servedBy(await sees('You said: and I ask this'))).toEqual([second.id]);
    expect(await file.settled([first, second])).toEqual(['answered: delivered', 'answered: delivered']);
    expect(said()).toHaveLength(2);
  });

  it('In queue mode followup, a second post gets a turn of its own afterwards', async () => {
    const { says, sees, said, getsTheAgentThinking, hasHeardAll } = openChannel('followup');
    const mode = await says('/queue followup');
    await sees(/Queue mode set to followup/);
    const first = await getsTheAgentThinking();
    const second = await says('and about this');
    await hasHeardAll();
    thought('followup').resolve();
    expect(servedBy(await sees('You said: think about followup'))).toEqual([first.id]);
    expect(servedBy(await sees('You said: and about this'))).toEqual([second.id]);
    const outcomes = ['answered: delivered', 'answered: delivered', 'answered: delivered'];
    expect(await file.settled([mode, first, second])).toEqual(outcomes);
    expect(said()).toHaveLength(3);
  });

  it('In queue mode collect, the posts that wait share one turn', async () => {
    const { says, sees, said, getsTheAgentThinking, hasHeardAll } = openChannel('collect');
    await says('/queue collect');
    await sees(/Queue mode set to collect/);
    const first = await getsTheAgentThinking();
    const second = await says('and about this');
    await hasHeardAll();
    const third = await says('and about that');
    await hasHeardAll();
    thought('collect').resolve();
    await sees('You said: think about collect');
    const both = await sees(/and about this[\s\S]*and about that/);
    expect(servedBy(both)).toEqual([second.id, third.id]);
    expect(await file.settled([first, second, third])).toEqual([
      'answered: delivered',
      'joined: collected',
      'answered: delivered',
    ]);
    expect(said()).toHaveLength(3);
  });

  it('In queue mode interrupt, a second post ends the running turn and is answered', async () => {
    const { says, sees, said, getsTheAgentThinking } = openChannel('interrupt');
    await says('/queue interrupt');
    await sees(/Queue mode set to interrupt/);
    const first = await getsTheAgentThinking();
    const second = await says('never mind, what about this');
    expect(servedBy(await sees('You said: never mind, what about this'))).toEqual([second.id]);
    expect(await file.settled([first, second])).toEqual(['silent: stopped', 'answered: delivered']);
    expect(said()).toHaveLength(2);
  });

  it('/stop ends the running turn at once, and the next post is answered', async () => {
    const { says, sees, said, getsTheAgentThinking } = openChannel('stop');
    const first = await getsTheAgentThinking();
    const stop = await says('/stop');
    await sees(/aborted/);
    expect(await file.settled([first, stop])).toEqual(['silent: stopped', 'answered: delivered']);
    const next = await says('are you there?');
    await sees('You said: are you there?');
    expect(await file.settled([next])).toEqual(['answered: delivered']);
    expect(said()).toHaveLength(2);
  });

  it('/stop also ends the posts that wait in the queue', async () => {
    const { says, sees, said, getsTheAgentThinking, hasHeardAll } = openChannel('stop-all');
    await says('/queue followup');
    await sees(/Queue mode set to followup/);
    const first = await getsTheAgentThinking();
    const second = await says('and about this');
    await hasHeardAll();
    const stop = await says('/stop');
    await sees(/aborted/);
    const outcomes = ['silent: stopped', 'silent: stopped', 'answered: delivered'];
    expect(await file.settled([first, second, stop])).toEqual(outcomes);
    expect(said()).toHaveLength(2);
  });

  it('A post that answers the question of the agent goes into the turn that asked', async () => {
    const { says, sees, said } = openChannel('question');
    const first = await says('let me choose');
    await sees(/Which one\?/);
    const second = await says('blue');
    expect(servedBy(await sees('Blue it is.'))).toEqual([first.id, second.id]);
    const [asked, answered] = await file.settled([first, second]);
    expect(asked).toBe('answered: delivered');
    // Whether OpenClaw says that it took the answer, or nothing at all, depends on what ends first.
    expect(answered).toMatch(/^(joined: steered|answered: delivered)$/);
    expect(said()).toHaveLength(2);
  });
});

describe.concurrent('Posts in quick succession, with debouncing on', () => {
  it('Posts in quick succession become one turn with one answer that names all of them', async () => {
    const { says, sees, said } = openChannel('debounced');
    const posts = [await says('one'), await says('two'), await says('three')];
    const answered = await sees('You said: one\ntwo\nthree');
    expect(servedBy(answered)).toEqual(posts.map(({ id }) => id));
    expect(await file.settled(posts)).toEqual(['joined: debounced', 'joined: debounced', 'answered: delivered']);
    expect(said()).toHaveLength(1);
  });

  it('A command does not wait for the debounce of the post before it', async () => {
    const { says, sees, said } = openChannel('commanded');
    const posts = [await says('one'), await says('/queue followup')];
    await sees(/Queue mode set to followup/);
    await sees('You said: one');
    expect(await file.settled(posts)).toEqual(['answered: delivered', 'answered: delivered']);
    expect(said()).toHaveLength(2);
  });
});
