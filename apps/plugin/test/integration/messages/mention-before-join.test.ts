import { createRestClient } from '@clawmost/mm-rest';
import { expect, it } from 'vitest';
import { openConversation } from '../../support/conversation.ts';
import { loadOpenClaw } from '../../support/openclaw.ts';

const openclaw = await loadOpenClaw();

/** A channel without the bot, in which alice and bob write. */
async function open() {
  const story = await openConversation(openclaw);
  const { mattermost, team, alice, claw } = story;
  const bob = team.addPerson('bob');
  const lab = team.addChannel('lab', { members: [alice, bob] });
  /** A person adds the bot; resolves to what came of the post in which the server says so. */
  const invite = async (by: typeof alice) => {
    lab.add(claw, { by });
    const rest = createRestClient({ baseUrl: mattermost.url, token: alice.token });
    const { order, posts } = await rest.posts.page(lab.id);
    const post = order.map(id => posts[id]).find(each => each?.type === 'system_add_to_channel');
    if (!post) expect.fail('the server has told of the invitation');
    return story.receive(post as unknown as Parameters<typeof story.receive>[0]);
  };
  return { ...story, story, bob, lab, invite };
}

it('The mention that led to the invitation of the bot is answered once', async () => {
  const { story, mattermost, alice, claw, lab, invite } = await open();
  const mention = await alice.says('@claw why is it red?', { in: lab });
  await alice.says('hm', { in: lab });
  expect(await invite(alice)).toBe('delivered');
  expect(story.host.dispatched).toEqual([mention.id]);
  expect(mattermost.posts(lab).some(({ user_id }) => user_id === claw.id)).toBe(true);
  lab.remove(claw, { by: alice });
  expect(await invite(alice)).toBe('system-post');
});

it('A mention by someone else than the one who invites, or none, is not answered', async () => {
  const { story, alice, bob, lab, invite } = await open();
  await alice.says('@claw why is it red?', { in: lab });
  expect(await invite(bob)).toBe('system-post');
  expect(story.host.dispatched).toEqual([]);
});

it('A mention from more than ten minutes before is not answered', async () => {
  const { story, alice, lab, invite } = await open();
  lab.addHistory([{ by: alice, message: '@claw why is it red?', at: Date.now() - 11 * 60_000 }]);
  expect(await invite(alice)).toBe('system-post');
  expect(story.host.dispatched).toEqual([]);
});
