import { createRestClient, type RestOptions } from '@clawmost/mm-rest';
import { startMattermost } from '@clawmost/mm-testserver';
import { onTestFinished } from 'vitest';
import type { Answer, Poster } from '../../../src/outbound/post-answer.ts';

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
