import { expect, it } from 'vitest';
import { readMarker } from '../../../src/answers/marker.ts';
import { texts } from '../../../src/texts.ts';
import { attachmentsOf, buttons, openButtons } from '../../support/buttons.ts';
import { loadOpenClaw } from '../../support/openclaw.ts';
import { patience } from '../../support/turn-story.ts';

const { channel: channelRuntime } = await loadOpenClaw();

it('A click on a button becomes one turn in the session of its thread, and a line takes the place of the buttons', async () => {
  const { send, alice, ops, question, requests, post, claw, mattermost } = await openButtons({ channelRuntime });
  const id = await send(buttons('Yes', 'No'), { to: `channel:${ops.id}:${question.id}` });
  await alice.clicks(post(id), 'Yes');
  await expect.poll(() => requests, patience).toHaveLength(1);
  expect(requests).toMatchObject([
    {
      text: '[Button click: user @alice selected "Yes"]\nyes',
      speaker: { id: alice.id },
      wasMentioned: true,
      mayCommand: false,
      route: {
        threadId: question.id,
        sessionKey: `agent:main:mattermost:channel:${ops.id}:thread:${question.id}`,
      },
    },
  ]);
  const after = post(id);
  expect(after.message).toBe('Deploy?');
  expect(attachmentsOf(after)).toMatchObject([{ text: '✓ **Yes** selected by @alice' }]);
  expect(attachmentsOf(after).flatMap(({ actions }) => actions ?? [])).toEqual([]);
  expect(readMarker(after as never, claw.id)).toMatchObject({ part: 1, of: 1, state: 'final' });
  expect(mattermost.posts(ops).filter(({ user_id }) => user_id === claw.id)).toHaveLength(1);
});

it('The second of two people who click at once is told that the choice was made, and there is one turn', async () => {
  const { send, alice, team, ops, requests, post } = await openButtons({ channelRuntime });
  const bob = team.addPerson('bob');
  ops.add(bob);
  const id = await send(buttons('Yes', 'No'));
  await Promise.allSettled([alice.clicks(post(id), 'Yes'), bob.clicks(post(id), 'No')]);
  await expect.poll(() => requests, patience).toHaveLength(1);
  const [loser, winner] = requests[0]?.speaker.id === alice.id ? [bob, 'alice'] : [alice, 'bob'];
  await loser.seesEphemeral({ in: ops, matching: new RegExp(texts.alreadyChosen) });
  expect(attachmentsOf(post(id))).toMatchObject([{ text: expect.stringContaining(`selected by @${winner}`) }]);
});
