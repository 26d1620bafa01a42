import { type MattermostConfig, startMattermost } from '@clawmost/mm-testserver';
import { createSocket } from '@clawmost/mm-ws';
import { expect, it, onTestFinished } from 'vitest';
import { markerProps } from '../../../src/answers/marker.ts';
import { loadOpenClaw } from '../../support/openclaw.ts';
import { allDecided, createReceiver } from '../../support/receiver.ts';

const openclaw = await loadOpenClaw();
const limit = { timeout: 60_000 };

/** Plays the same conversations on a server; resolves to the decisions, and to the roots of the threads that the bot follows. */
async function play(config: Partial<MattermostConfig>) {
  const mattermost = await startMattermost({ config });
  onTestFinished(() => mattermost.stop());
  const team = mattermost.addTeam('acme');
  const [listed, stranger, claw] = [team.addPerson('listed'), team.addPerson('stranger'), team.addBot('claw')];
  const town = team.addChannel('town', { members: [listed, stranger, claw] });
  const section = { allowFrom: [listed.id] };
  const receiver = await createReceiver(mattermost, claw, { section, channelRuntime: openclaw.channel });
  await receiver.connect();

  const followed: string[] = [];
  const socket = createSocket({ baseUrl: mattermost.url, token: claw.token });
  onTestFinished(() => socket.stop());
  const ready = new Promise(resolve => socket.once('ready', resolve));
  socket.on('event', ({ event, data }) => {
    if (event === 'thread_updated') followed.push(JSON.parse(String(Object(data).thread)).post.message);
  });
  socket.start();
  await ready;

  // A stranger calls the bot in a root and in a reply: the bot says nothing, and from then on follows both threads.
  const called = await stranger.says('@claw a root of a stranger', { in: town });
  const plain = await listed.says('a root of a listed person', { in: town });
  await stranger.says('@claw a reply of a stranger', { in: town, thread: plain });
  // The bot takes part in the third thread.
  const answered = await listed.says('a root with an answer', { in: town });
  const post = {
    ...{ channel_id: town.id, root_id: answered.id, message: 'an answer' },
    props: markerProps({ delivery: 'd', answers: [], part: 1, of: 1, state: 'final' }),
  };
  const headers = { authorization: `Bearer ${claw.token}`, 'content-type': 'application/json' };
  await fetch(`${mattermost.url}/api/v4/posts`, { method: 'POST', headers, body: JSON.stringify(post) });
  // Nobody called the bot in the fourth.
  const quiet = await listed.says('a root without the bot', { in: town });
  const later = () => Date.now() + 60_000;
  await expect.poll(() => receiver.participation.lastAnswerAt(answered.id, later()), limit).toBeDefined();

  const texts = ['to the first', 'to the second', 'to the third', 'to the fourth', '@claw to the fourth'];
  for (const [at, thread] of [called, plain, answered, quiet, quiet].entries()) {
    await listed.says(texts[at] ?? '', { in: town, thread });
  }
  await allDecided(receiver, texts);
  await new Promise<void>(resolve => {
    socket.on('posted', ({ data }) => data.post.message === 'the end' && resolve());
    void listed.says('the end', { in: town });
  });
  return { followed: [...new Set(followed)], codes: texts.map(text => [text, receiver.codes.get(text)]) };
}

it('Whether the bot follows a thread does not change which replies it answers', async () => {
  const [following, notFollowing] = await Promise.all([play({}), play({ CollapsedThreads: 'disabled' })]);
  expect(following.followed).toEqual([
    'a root of a listed person',
    'a root with an answer',
    '@claw a root of a stranger',
    'a root without the bot',
  ]);
  expect(notFollowing.followed).toEqual([]);
  expect(following.codes).toEqual([
    ['to the first', ['not-mentioned']],
    ['to the second', ['not-mentioned']],
    ['to the third', ['answered']],
    ['to the fourth', ['not-mentioned']],
    ['@claw to the fourth', ['answered']],
  ]);
  expect(notFollowing.codes).toEqual(following.codes);
});
