import type { User } from '@clawmost/mm-rest';
import { expect, it } from 'vitest';
import { factsOf, ids } from '../../support/facts.ts';

it('The facts of a post have OpenClaw’s word for the kind of its channel', async () => {
  const facts = await Promise.all([ids.town, ids.backroom, ids.dm].map(channel_id => factsOf({ channel_id })));
  expect(facts.map(({ kind }) => kind)).toEqual(['channel', 'group', 'direct']);
});

it('The facts of a post are those of the time when it was written, also about the thread', async () => {
  const questions: unknown[] = [];
  const participation = {
    note: async () => {},
    lastAnswerAt: async (...question: unknown[]) => {
      questions.push(question);
      return 41;
    },
  };
  const { policy } = await factsOf({ root_id: 'root', create_at: 42 }, { participation });
  expect(questions).toEqual([['root', 42]]);
  expect(policy).toMatchObject({ now: 42, lastAnswerAt: 41 });
});

it('An approved pairing is a fact of direct messages only', async () => {
  const paired = { approved: async () => [ids.alice] };
  expect((await factsOf({ channel_id: ids.dm }, { paired })).policy.paired).toBe(true);
  expect((await factsOf({ channel_id: ids.town }, { paired })).policy.paired).toBe(false);
  expect((await factsOf({ channel_id: ids.dm, user_id: ids.robo }, { paired })).policy.paired).toBe(false);
});

it('The exchanges with bots and webhooks are counted under their own names, and those with people are not', async () => {
  const asked: string[] = [];
  const botLoops = { note: () => {}, areSpent: (_: string, subject: string) => asked.push(subject) > 0 };
  const webhook = { from_webhook: 'true', webhook_display_name: 'Builds' };
  const facts = [
    await factsOf({ user_id: ids.robo }, { botLoops }),
    await factsOf({ props: webhook }, { botLoops }),
    await factsOf({}, { botLoops }),
  ];
  expect(facts.map(({ policy }) => policy.isBotLimitReached)).toEqual([true, true, false]);
  expect(asked).toEqual([ids.robo, 'webhook:Builds']);
});

it('The bot is known by the username that it has now', async () => {
  const lookUpUser = async (id: string) => ({ id, username: 'talon' }) as User;
  expect((await factsOf({}, { lookUpUser })).policy.bot).toMatchObject({ id: ids.bot, username: 'talon' });
});

it('There are no facts when a look-up fails', async () => {
  const lookUpChannel = async () => Promise.reject(new Error('the server is down'));
  await expect(factsOf({}, { lookUpChannel })).rejects.toThrow('the server is down');
});
