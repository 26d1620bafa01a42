import { createRestClient, type RestOptions } from '@clawmost/mm-rest';
import { startMattermost } from '@clawmost/mm-testserver';
import { onTestFinished } from 'vitest';
import type { Answer, Poster } from '../../src/answers/post-answer.ts';
import { announceRunning } from '../../src/answers/running-accounts.ts';
import { createSay } from '../../src/answers/say.ts';
import { createChannelOf } from '../../src/server/channel-of.ts';
import { createOwed } from '../../src/storage/sqlite/owed.ts';
import { createParticipation } from '../../src/storage/sqlite/participation.ts';
import { temporaryStateFile } from './state-file.ts';

/** The delivery of the tests. */
export const deliveryId = 'delivery';

/** A server with a bot that is about to answer a post of alice's. */
export async function openStage(options: Partial<RestOptions> = {}) {
  const mattermost = await startMattermost();
  onTestFinished(() => mattermost.stop());
  const team = mattermost.addTeam('acme');
  const alice = team.addPerson('alice');
  const claw = team.addBot('claw');
  const ops = team.addChannel('ops', { members: [alice, claw] });
  const question = await alice.says('@claw what is it?', { in: ops });
  const rest = createRestClient({ baseUrl: mattermost.url, token: claw.token, ...options });
  const poster: Poster = { rest, botId: claw.id, maxPostSize: 16_383, secondLookMs: 50 };
  const answer = (text: string, more: Partial<Answer> = {}): Answer => ({
    channelId: ops.id,
    rootId: undefined,
    text,
    deliveryId,
    answers: [question.id],
    ...more,
  });
  return {
    ...{ mattermost, team, alice, claw, ops, question, rest, poster, answer },
    /** What the bot's calls that make a post are, for faults. */
    creations: { method: 'POST', path: '/posts', by: claw },
    /** What the bot has said. */
    said: () => mattermost.posts(ops).filter(({ user_id }) => user_id === claw.id),
    /** How often the bot asked for a post to be made. */
    attempts: () =>
      mattermost.requests.filter(({ method, path }) => method === 'POST' && path === '/api/v4/posts').length,
  };
}

/** The same, with the account known as running, so that the host's sends find it. */
export async function openRunningAccount(options: Partial<RestOptions> & Pick<Partial<Poster>, 'maxPostSize'> = {}) {
  const { maxPostSize = 16_383, ...restOptions } = options;
  const stage = await openStage(restOptions);
  const { mattermost, claw, rest } = stage;
  const { file } = temporaryStateFile();
  const owed = createOwed(file);
  const participation = createParticipation(file);
  const poster: Poster = { ...stage.poster, maxPostSize };
  let said = 0;
  const say = createSay({ poster, participation, onSaid: () => (said += 1) });
  onTestFinished(announceRunning('default', { poster, say, owed, channelOf: createChannelOf(rest, claw.id) }));
  const cfg = { channels: { mattermost: { baseUrl: mattermost.url, botToken: claw.token } } };
  return { ...stage, poster, owed, participation, cfg, timesSaid: () => said };
}
