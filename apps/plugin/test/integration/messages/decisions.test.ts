import {
  type Bot,
  type Channel,
  type Mattermost,
  type Person,
  type Post,
  startMattermost,
} from '@clawmost/mm-testserver';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { markerProps } from '../../../src/answers/marker.ts';
import type { ChannelConfig } from '../../../src/config/schema.ts';
import { loadOpenClaw } from '../../support/openclaw.ts';
import { allDecided, createReceiver, type Receiver } from '../../support/receiver.ts';

const openclaw = await loadOpenClaw();

type Stage = Awaited<ReturnType<typeof openStage>>;

/** A server with a bot that has answered in one thread, two people, another bot, a public and a private channel. */
async function openStage(section: ChannelConfig = {}) {
  const mattermost = await startMattermost();
  onTestFinished(() => mattermost.stop());
  const team = mattermost.addTeam('acme');
  const [listed, stranger] = [team.addPerson('listed'), team.addPerson('stranger')];
  const [claw, robo] = [team.addBot('claw'), team.addBot('robo')];
  const members = [listed, stranger, claw, robo];
  const town = team.addChannel('town', { members });
  const backroom = team.addChannel('backroom', { members, type: 'P' });
  const allowFrom = [listed.id, robo.id, 'webhook:Builds'];
  const { channel: channelRuntime } = openclaw;
  const receiver = await createReceiver(mattermost, claw, { section: { ...section, allowFrom }, channelRuntime });
  await receiver.connect();
  const roots = {
    answered: await listed.says('root answered', { in: town }),
    plain: await listed.says('root plain', { in: town }),
  };
  const stage = { mattermost, listed, stranger, claw, robo, town, backroom, receiver, roots };
  await answerIn(stage, roots.answered);
  await allDecided(receiver, ['root answered', 'root plain']);
  const { participation } = receiver;
  const later = () => Date.now() + 60_000;
  await expect.poll(() => participation.lastAnswerAt(roots.answered.id, later()), { timeout: 60_000 }).toBeDefined();
  return stage;
}

const marker = markerProps({ delivery: 'd', answers: [], part: 1, of: 1, state: 'final' });

async function answerIn({ mattermost, claw, town }: Pick<Stage, 'mattermost' | 'claw' | 'town'>, { id }: Post) {
  await postAs(mattermost, claw, { channel_id: town.id, root_id: id, message: 'an answer', props: marker });
}

async function postAs(server: Mattermost, bot: Bot, post: object): Promise<void> {
  const headers = { authorization: `Bearer ${bot.token}`, 'content-type': 'application/json' };
  const response = await fetch(`${server.url}/api/v4/posts`, { method: 'POST', headers, body: JSON.stringify(post) });
  expect(response.status).toBe(201);
}

interface Step {
  readonly who: 'listed' | 'stranger' | 'robo';
  readonly where: 'town' | 'backroom' | 'direct' | 'answered' | 'plain';
  readonly text: string;
  readonly props: Readonly<Record<string, unknown>>;
}

const steps: fc.Arbitrary<Step> = fc.record({
  who: fc.constantFrom('listed', 'stranger', 'robo'),
  where: fc.constantFrom('town', 'backroom', 'direct', 'answered', 'plain'),
  text: fc.constantFrom(
    ...['hello', '@claw hello', '`@claw` hello', '> hello', '@all hello', '@claw /new', '```\n@claw\n```'],
  ),
  props: fc.constantFrom(
    {},
    { from_webhook: 'true' },
    { from_webhook: 'true', webhook_display_name: 'Builds' },
    { from_bot: 'true', mentions: ['claw'] },
    { attachments: [{ text: '@claw look' }] },
  ),
});

/** Writes the posts of a story; each text ends with a number, by which its decision is found. */
async function play(stage: Stage, story: readonly Step[]): Promise<string[]> {
  const texts: string[] = [];
  for (const [index, { who, where, text, props }] of story.entries()) {
    const message = `${text} ${index}`;
    texts.push(message);
    const author = stage[who];
    const place = placeOf(stage, author, where);
    if ('says' in author) await author.says(message, { ...place, props });
    else {
      const root_id = place.thread?.id ?? '';
      await postAs(stage.mattermost, author, { channel_id: place.in.id, root_id, message, props });
    }
  }
  return texts;
}

function placeOf(stage: Stage, author: Person | Bot, where: Step['where']): { in: Channel; thread?: Post } {
  if (where === 'direct') return { in: stage.mattermost.directChannel(author, stage.claw) };
  if (where === 'answered' || where === 'plain') return { in: stage.town, thread: stage.roots[where] };
  return { in: stage[where] };
}

const codesOf = ({ codes }: Receiver, texts: readonly string[]) => texts.map(text => [text, codes.get(text)]);

it.each(['oncall', 'onmessage', 'onchar'] as const)(
  'The decision on a post is the same from the event stream and from a catch-up, with chatmode %s',
  async chatmode => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 30, maxLength: 30 }), async story => {
        const section = { chatmode, allowBots: 'mentions', allowWebhooks: true } as const;
        const [present, away] = await Promise.all([openStage(section), openStage(section)]);
        await away.receiver.disconnect();
        const [heard, missed] = [await play(present, story), await play(away, story)];
        await away.receiver.connect();
        await allDecided(present.receiver, heard);
        await allDecided(away.receiver, missed);
        expect(codesOf(away.receiver, missed)).toEqual(codesOf(present.receiver, heard));
        expect(codesOf(present.receiver, heard).filter(([, codes]) => codes?.length !== 1)).toEqual([]);
      }),
      { numRuns: 4 },
    );
  },
);

it('A reply in a thread needs no mention right after the bot’s answer, however quick it is', async () => {
  const stage = await openStage();
  const { listed, town, roots, receiver } = stage;
  // The event with the answer arrives before the reply to the call that created it.
  await answerIn(stage, roots.plain);
  await listed.says('really?', { in: town, thread: roots.plain });
  await allDecided(receiver, ['really?']);
  expect(receiver.codes.get('really?')).toEqual(['answered']);
});

it('A person cannot make the bot part of a thread by copying the marker of an answer', async () => {
  const { listed, town, roots, receiver } = await openStage();
  await listed.says('an answer', { in: town, thread: roots.plain, props: marker });
  await listed.says('really?', { in: town, thread: roots.plain });
  await allDecided(receiver, ['really?']);
  expect(receiver.codes.get('really?')).toEqual(['not-mentioned']);
});

it('A correction of a post that was written before the bot’s answer does not wake the bot', async () => {
  const stage = await openStage();
  const { listed, town, roots, receiver } = stage;
  const before = await listed.says('a tpyo', { in: town, thread: roots.plain });
  await allDecided(receiver, ['a tpyo']);
  await answerIn(stage, roots.plain);
  await listed.edits(before, 'a typo');
  await listed.says('really?', { in: town, thread: roots.plain });
  await allDecided(receiver, ['really?', 'a typo']);
  expect(receiver.codes.get('a typo')).toEqual(['not-mentioned']);
  expect(receiver.codes.get('really?')).toEqual(['answered']);
});

it('An edit that adds a mention wakes the bot, and a later edit of the same post does not', async () => {
  const { listed, town, receiver } = await openStage();
  const post = await listed.says('hello', { in: town });
  await allDecided(receiver, ['hello']);
  await listed.edits(post, '@claw hello');
  await allDecided(receiver, ['@claw hello']);
  await listed.edits(post, '@claw hello!');
  await listed.says('@claw and more', { in: town });
  await allDecided(receiver, ['@claw and more']);
  expect(receiver.codes.get('hello')).toEqual(['not-mentioned']);
  expect(receiver.codes.get('@claw hello')).toEqual(['answered']);
  expect(receiver.codes.get('@claw hello!')).toBeUndefined();
});
