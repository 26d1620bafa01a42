import { expect, it, vi } from 'vitest';
import { texts } from '../../../src/texts.ts';
import { openConversation } from '../../support/conversation.ts';
import { loadOpenClaw } from '../../support/openclaw.ts';
import { patience } from '../../support/turn-story.ts';

const openclaw = await loadOpenClaw();

/** A thread in which the bot has answered and does not listen; its server lets bots write ephemeral posts, or not. */
async function open(status: number) {
  const story = await openConversation(openclaw, { section: { implicitMentions: { threadParticipation: false } } });
  const { mattermost, team, alice, claw, ops, receive } = story;
  const bob = team.addPerson('bob');
  ops.add(bob);
  const root = await bob.says('a matter', { in: ops });
  await receive(await alice.says('@claw look', { in: ops, thread: root }));
  const body = JSON.stringify(
    status === 201
      ? { ...root, id: 'e'.repeat(26), type: 'system_ephemeral' }
      : { id: 'api.context.permissions.app_error' },
  );
  const notices = mattermost.faults.answer({ method: 'POST', path: '/posts/ephemeral', by: claw }, { status, body });
  const say = async (who: typeof alice, text: string) => receive(await who.says(text, { in: ops, thread: root }));
  return { ...story, story, bob, notices, say };
}

it('A person who writes where the bot no longer listens is told so once for each thread, unseen by others', async () => {
  const { alice, bob, ops, notices, say, posts, receive } = await open(201);
  expect(await say(alice, 'and the costs?')).toBe('not-mentioned');
  await vi.waitUntil(() => notices.count === 1, patience);
  await say(alice, 'hello?');
  await say(bob, 'hello?');
  await vi.waitUntil(() => notices.count === 2, patience);
  const other = await bob.says('another matter', { in: ops });
  await receive(await alice.says('yes', { in: ops, thread: other }));
  await say(alice, 'still nobody?');
  expect(notices.count).toBe(2);
  expect(posts().map(({ message }) => message)).toEqual(['I see.']);
  expect(texts.notListening('claw')).toContain('@claw');
});

it('Where the server does not let bots write such posts, it is asked once, and the log says so', async () => {
  const { alice, bob, notices, say, account } = await open(403);
  await say(alice, 'and the costs?');
  await vi.waitUntil(() => account.lines.some(line => line.includes('create_post_ephemeral')), patience);
  await say(bob, 'hello?');
  expect(notices.count).toBe(1);
});
