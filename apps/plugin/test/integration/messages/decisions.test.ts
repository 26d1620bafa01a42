import {
  type Bot,
  type Channel,
  type Mattermost,
  type Person,
  type Post,
  startMattermost,
} from '@clawmost/mm-testserver';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { markerProps } from '../../../src/answers/marker.ts';
import { allDecided, type Desk, sitDown } from '../../support/post-handling.ts';

type Stage = Awaited<ReturnType<typeof openStage>>;

/** A server with a bot that has answered in one thread, and people, bots and a webhook's props around it. */
async function openStage(settings: Parameters<typeof sitDown>[2]) {
  const mattermost = await startMattermost();
  onTestFinished(() => mattermost.stop());
  const team = mattermost.addTeam('acme');
  const [listed, stranger] = [team.addPerson('listed'), team.addPerson('stranger')];
  const [claw, robo] = [team.addBot('claw'), team.addBot('robo')];
  const members = [listed, stranger, claw, robo];
  const town = team.addChannel('town', { members });
  const backroom = team.addChannel('backroom', { members, type: 'P' });
  const desk = sitDown(mattermost, claw, { ...settings, allowFrom: [listed.id, robo.id, 'webhook:Builds'] });
  await desk.open();
  const roots = {
    answered: await listed.says('root answered', { in: town }),
    plain: await listed.says('root plain', { in: town }),
  };
  await postAs(mattermost, claw, {
    channel_id: town.id,
    root_id: roots.answered.id,
    message: 'an answer',
    props: marker,
  });
  await allDecided(desk, ['root answered', 'root plain']);
  await expect.poll(() => desk.participation.lastAnswerAt(roots.answered.id, Date.now() + 60_000)).toBeDefined();
  return { mattermost, listed, stranger, claw, robo, town, backroom, desk, roots };
}

const marker = markerProps({ delivery: 'd', answers: [], part: 1, of: 1, state: 'final' });

async function postAs(server: Mattermost, bot: Bot, post: object): Promise<Post> {
  const headers = { authorization: `Bearer ${bot.token}`, 'content-type': 'application/json' };
  const response = await fetch(`${server.url}/api/v4/posts`, { method: 'POST', headers, body: JSON.stringify(post) });
  expect(response.status).toBe(201);
  return (await response.json()) as Post;
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
    'hello',
    '@claw hello',
    '`@claw` hello',
    '> hello',
    '@all hello',
    '@claw /new',
    '```\n@claw\n```',
  ),
  props: fc.constantFrom(
    {},
    { from_webhook: 'true' },
    { from_webhook: 'true', webhook_display_name: 'Builds' },
    { from_bot: 'true', mentions: ['claw'] },
    { attachments: [{ text: '@claw look' }] },
  ),
});

/** Plays a story; each post has a number in its text, by which it is found again. */
async function play(stage: Stage, story: readonly Step[]): Promise<string[]> {
  const texts: string[] = [];
  for (const [index, { who, where, text, props }] of story.entries()) {
    const message = `${text} ${index}`;
    texts.push(message);
    const speaker = stage[who];
    const place = placeOf(stage, speaker, where);
    if ('says' in speaker) await speaker.says(message, { ...place, props });
    else {
      const root_id = place.thread?.id ?? '';
      await postAs(stage.mattermost, speaker, { channel_id: place.in.id, root_id, message, props });
    }
  }
  return texts;
}

function placeOf(stage: Stage, speaker: Person | Bot, where: Step['where']): { in: Channel; thread?: Post } {
  if (where === 'direct') return { in: stage.mattermost.directChannel(speaker, stage.claw) };
  if (where === 'answered' || where === 'plain') return { in: stage.town, thread: stage.roots[where] };
  return { in: stage[where] };
}

const codesOf = ({ codes }: Desk, texts: readonly string[]) => texts.map(text => [text, codes.get(text)]);

describe('a post', () => {
  it.each(['oncall', 'onmessage', 'onchar'] as const)(
    'is decided the same from the stream and from catching up, whoever wrote what where: %s',
    async chatmode => {
      await fc.assert(
        fc.asyncProperty(fc.array(steps, { minLength: 30, maxLength: 30 }), async story => {
          const settings = { chatmode, allowBots: 'mentions', allowWebhooks: true } as const;
          const [present, away] = await Promise.all([openStage(settings), openStage(settings)]);
          await away.desk.leave();
          const [heard, missed] = [await play(present, story), await play(away, story)];
          await away.desk.open();
          await allDecided(present.desk, heard);
          await allDecided(away.desk, missed);
          expect(codesOf(away.desk, missed)).toEqual(codesOf(present.desk, heard));
        }),
        { numRuns: 4 },
      );
    },
    60_000,
  );
});

describe('a thread', () => {
  it('goes on without a mention right after the answer, however quick the reply is', async () => {
    const stage = await openStage({});
    const { listed, town, roots, claw, mattermost, desk } = stage;
    // The answer is there for everybody before the call that created it is answered: nothing is known of it here yet.
    await postAs(mattermost, claw, {
      channel_id: town.id,
      root_id: roots.plain.id,
      message: 'so it is',
      props: marker,
    });
    await listed.says('really?', { in: town, thread: roots.plain });
    await allDecided(desk, ['really?']);
    expect(desk.codes.get('really?')).toEqual(['in-thread']);
  });

  it('is not the bot’s because somebody else says that the bot answered there', async () => {
    const { listed, town, roots, desk } = await openStage({});
    await listed.says('so it is', { in: town, thread: roots.plain, props: marker });
    await listed.says('really?', { in: town, thread: roots.plain });
    await allDecided(desk, ['really?']);
    expect(desk.codes.get('really?')).toEqual(['not-mentioned']);
  });

  it('is not answered further up when a typo there is corrected after the answer', async () => {
    const { listed, town, roots, claw, mattermost, desk } = await openStage({});
    const before = await listed.says('a tpyo', { in: town, thread: roots.plain });
    await allDecided(desk, ['a tpyo']);
    await postAs(mattermost, claw, {
      channel_id: town.id,
      root_id: roots.plain.id,
      message: 'so it is',
      props: marker,
    });
    await listed.edits(before, 'a typo');
    await listed.says('really?', { in: town, thread: roots.plain });
    await allDecided(desk, ['really?', 'a typo']);
    expect(desk.codes.get('a typo')).toEqual(['not-mentioned']);
    expect(desk.codes.get('really?')).toEqual(['in-thread']);
  });
});

describe('an edit that adds a mention', () => {
  it('wakes once', async () => {
    const { listed, town, desk } = await openStage({});
    const post = await listed.says('hello', { in: town });
    await allDecided(desk, ['hello']);
    await listed.edits(post, '@claw hello');
    await allDecided(desk, ['@claw hello']);
    await listed.edits(post, '@claw hello!');
    await listed.says('@claw and more', { in: town });
    await allDecided(desk, ['@claw and more']);
    expect(desk.codes.get('hello')).toEqual(['not-mentioned']);
    expect(desk.codes.get('@claw hello')).toEqual(['mentioned']);
    expect(desk.codes.get('@claw hello!')).toBeUndefined();
  });
});
