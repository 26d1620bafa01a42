import { expect, it } from 'vitest';
import { openActions } from '../../support/action.ts';

it('The agent reacts to the post that it answers, and takes the reaction back', async () => {
  const { asks, account, question } = await openActions();
  const all = async () => (await account.rest.reactions.list(question.id)).map(({ emoji_name }) => emoji_name);
  expect(await asks('react', { emoji: '👍' })).toEqual({ ok: true, messageId: question.id, added: ['+1'] });
  await asks('react', { emoji: ':tada:', messageId: question.id });
  expect(await all()).toEqual(['+1', 'tada']);
  await asks('react', { emoji: '👍', remove: true });
  expect(await all()).toEqual(['tada']);
});

it('Only `true` removes a reaction, and without an emoji all of the bot’s own are removed', async () => {
  const { asks, account, question, alice } = await openActions();
  await alice.reacts(question, 'eyes');
  await asks('react', { emoji: 'tada', remove: 'true' });
  await asks('react', { emoji: 'eyes' });
  expect(await asks('react', { remove: true })).toMatchObject({ removed: ['tada', 'eyes'] });
  expect(await account.rest.reactions.list(question.id)).toMatchObject([{ user_id: alice.id, emoji_name: 'eyes' }]);
});

it('The reactions to a post are listed by emoji, with who reacted', async () => {
  const { asks, question, alice, claw } = await openActions();
  await alice.reacts(question, 'eyes');
  await asks('react', { emoji: 'eyes' });
  expect(await asks('reactions')).toEqual({
    ok: true,
    messageId: question.id,
    reactions: [
      {
        emoji: 'eyes',
        count: 2,
        users: [
          { id: alice.id, name: 'alice' },
          { id: claw.id, name: 'claw' },
        ],
      },
    ],
  });
});

it('A custom emoji of the server works, and an unknown one is an error that says so', async () => {
  const { asks, account } = await openActions({ server: { version: '11.1' } });
  await expect(asks('react', { emoji: 'party_parrot' })).rejects.toThrow('There is no emoji :party_parrot: on this');
  await account.rest.request({ method: 'GET', path: '/users/me' });
  for (const emoji of ['constructor', '__proto__', 'toString'])
    await expect(asks('react', { emoji })).rejects.toThrow(`There is no emoji :${emoji}:`);
  await expect(asks('react', { emoji: 'a b' })).rejects.toThrow('expected an emoji such as 👍 or its name');
  await expect(asks('react', {})).rejects.toThrow('got nothing');
});

it('A post of another channel than the one that OpenClaw has checked is refused, and nothing is asked twice', async () => {
  const { asks, team, alice, claw, account } = await openActions();
  const secret = team.addChannel('secret', { members: [alice, claw] });
  const there = await alice.says('psst', { in: secret });
  await expect(asks('react', { emoji: 'eyes', messageId: there.id })).rejects.toThrow('is not in the channel');
  expect(await account.rest.reactions.list(there.id)).toEqual([]);
});

it('In a direct conversation, which OpenClaw names by the person, the agent can react', async () => {
  const { asks, mattermost, alice, claw, account } = await openActions();
  const dm = mattermost.directChannel(alice, claw);
  const post = await alice.says('hello', { in: dm });
  await asks('react', { to: `user:${alice.id}`, messageId: post.id, emoji: '👋🏽' });
  expect(await account.rest.reactions.list(post.id)).toMatchObject([{ emoji_name: 'wave_medium_skin_tone' }]);
});

it('Reactions that are switched off are refused before a request', async () => {
  const { asks, mattermost } = await openActions({ section: { actions: { reactions: false } } });
  const before = mattermost.requests.length;
  await expect(asks('react', { emoji: 'tada' })).rejects.toThrow('channels.mattermost.actions.reactions: true');
  expect(mattermost.requests.length).toBe(before);
});
