import { type Mattermost, tooManyRequests } from '@clawmost/mm-testserver';
import { expect, it, vi } from 'vitest';
import { readMarker } from '../../../../src/answers/marker.ts';
import type { Model } from '../../../support/fake-host.ts';
import { seededRandom } from '../../../support/random.ts';
import { begin, openStory, patience } from '../../../support/turn-story.ts';

// Each trouble is tried with 20 seeds, which decide when it comes. The answer must be there once and whole, and no preview.
const seeds = Array.from({ length: 20 }, (_, index) => index + 1);
const sentences = ['The first.', 'And a second.', 'A third, too.', 'The fourth.', 'That is all.'];
const whole = sentences.join(' ');

type Story = Awaited<ReturnType<typeof openStory>>;

/** What happens to a preview between two sentences. */
type Trouble = (story: Story, random: () => number) => Promise<void> | void;

const edits = { method: 'PUT', path: /^\/posts\/\w+\/patch$/ };
const serverError = {
  status: 500,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ id: 'app.post.update.app_error', message: 'Unable to update.', status_code: 500 }),
};

/** How many calls the bot has made that write a post. */
function written({ requests }: Mattermost): number {
  return requests.filter(({ method, path }) => path === '/api/v4/posts' || (method === 'PUT' && /patch$/.test(path)))
    .length;
}

/** A model that writes the next sentence when the last one has been sent, and lets trouble happen in between. */
function writesThrough(story: Story, seed: number, trouble: Trouble): Model {
  const random = seededRandom(seed);
  return async (_, { writes }) => {
    for (let count = 1; count <= sentences.length; count += 1) {
      const before = written(story.mattermost);
      writes(sentences.slice(0, count).join(' '));
      // A preview that was deleted is not written any more.
      const isGone = count > 1 && story.posts().length === 0;
      if (count < sentences.length && !isGone) await vi.waitUntil(() => written(story.mattermost) > before, patience);
      await trouble(story, random);
    }
    return whole;
  };
}

/** The answer is there once, whole, and no preview is left, neither on the server nor on disk. */
async function expectOneAnswer({ posts, claw, stores }: Story): Promise<void> {
  await vi.waitUntil(async () => (await stores.previews.list()).length === 0, patience);
  expect(posts().map(post => [post.message, readMarker(post, claw.id)?.state])).toEqual([[whole, 'final']]);
}

it.each<readonly [string, Trouble]>([
  [
    'a person deletes the preview',
    async ({ mattermost, posts }, random) => {
      const [preview] = posts();
      if (preview && random() < 0.4) await mattermost.admin.deletes(preview);
    },
  ],
  [
    'every second edit fails with 500',
    ({ mattermost }) => void mattermost.faults.answer({ ...edits, times: 1 }, serverError),
  ],
  [
    'the server limits calls',
    ({ mattermost }, random) => {
      const method = random() < 0.5 ? 'PUT' : 'POST';
      const path = method === 'PUT' ? edits.path : '/posts';
      if (random() < 0.5) mattermost.faults.answer({ method, path, times: 1 }, tooManyRequests(1));
    },
  ],
  [
    'replies of the server are lost',
    ({ mattermost }, random) => {
      if (random() < 0.5) mattermost.faults.loseAnswer({ path: /^\/posts($|\/)/, times: 1 });
    },
  ],
])('The answer is posted once and whole when %s, in 20 seeded runs', async (_, trouble) => {
  const runs = seeds.map(async seed => {
    const story = await openStory({ accountId: `seed-${seed}` });
    const { answer } = await story.start(writesThrough(story, seed, trouble));
    expect(await answer(await story.say('tell me'))).toBe('answered: delivered');
    await expectOneAnswer(story);
  });
  await Promise.all(runs);
});

it('The answer is posted once and whole when the gateway is killed while it is written, in 20 seeded runs', async () => {
  const runs = seeds.map(async seed => {
    const story = await openStory({ accountId: `seed-${seed}` });
    const random = seededRandom(seed);
    const deathAt = 1 + Math.floor(random() * sentences.length);
    const killed = Promise.withResolvers<void>();
    let steps = 0;
    const before = await story.start(
      writesThrough(story, seed, () => {
        steps += 1;
        if (steps < deathAt) return undefined;
        killed.resolve();
        return new Promise(() => {});
      }),
    );
    const question = await story.say('tell me');
    begin(before.answer(question));
    await killed.promise;
    const disk = before.kill();
    const after = await story.start(
      writesThrough(story, seed, () => {}),
      disk,
    );
    expect(await after.answer(question)).toBe('answered: delivered');
    await expectOneAnswer(story);
  });
  await Promise.all(runs);
});
