import { type Mattermost, startMattermost } from '@clawmost/mm-testserver';
import { runOpenClaw } from '@clawmost/playground';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountFor, type OpenGateway, openGateway } from '../test/support/open-gateway.ts';
import { timeLimit } from '../test/support/time-limit.ts';

// One gateway whose agent offers buttons, and people who click them.
let mattermost: Mattermost;
let open: OpenGateway;
let world: Awaited<ReturnType<typeof populate>>;

async function populate() {
  mattermost = await startMattermost();
  const team = mattermost.addTeam('acme');
  const [alice, bob] = [team.addPerson('alice'), team.addPerson('bob')];
  const claw = team.addBot('claw');
  const ops = team.addChannel('ops', { members: [alice, bob, claw] });
  return { team, alice, bob, claw, ops };
}

const yesOrNo = {
  blocks: [
    {
      type: 'buttons',
      buttons: [
        { label: 'Yes', value: 'yes', style: 'primary' },
        { label: 'No', value: 'no', style: 'danger' },
      ],
    },
  ],
};

beforeAll(async () => {
  world = await populate();
  open = await openGateway({
    channel: {
      enabled: true,
      ...accountFor(mattermost, world.claw),
      ...{ dmPolicy: 'open', allowFrom: ['*'], groupPolicy: 'open', capabilities: ['inlineButtons'] },
    },
    answer: ({ text, messages }) => {
      const isToolDone = messages.at(-1)?.role === 'tool';
      if (text.includes('offer a choice') && !isToolDone) {
        const args = { action: 'send', message: 'Deploy now?', presentation: yesOrNo };
        return { tool: 'tool_call', args: { id: 'message', args } };
      }
      return isToolDone ? 'NO_REPLY' : `You said: ${text}`;
    },
  });
  await open.gateway.waitForLog(/signed in .* @claw/);
});

afterAll(async () => {
  await open?.close();
  await mattermost?.stop();
});

/** The post of the bot that has buttons. */
const withButtons = (post: { readonly props: unknown }) =>
  ((post.props as { attachments?: { actions?: unknown[] }[] }).attachments ?? []).some(
    ({ actions }) => (actions ?? []).length > 0,
  );

describe('Buttons', () => {
  it('The agent offers a choice with the message tool in a thread, and reads what was chosen, in that thread', async () => {
    const { alice, claw, ops } = world;
    const root = await alice.says('@claw please offer a choice', { in: ops });
    const choice = await alice.sees({ from: claw, in: ops, matching: withButtons, ...timeLimit });
    await alice.clicks(choice, 'Yes');
    const answer = await alice.sees({ from: claw, in: ops, matching: /You said/, ...timeLimit });
    expect(answer.message).toContain('[Button click: user @alice selected "Yes"]');
    expect(answer.root_id).toBe(choice.root_id);
    expect(root.root_id).toBe('');
    const after = mattermost.posts(ops).find(({ id }) => id === choice.id);
    expect(after?.message).toBe('Deploy now?');
    expect(after?.props).toMatchObject({ attachments: [{ text: '✓ **Yes** selected by @alice' }] });
  });

  it('An operator sends buttons with `openclaw message send --presentation`', async () => {
    const { bob, claw, ops } = world;
    const sent = await runOpenClaw(
      open.home,
      [
        ...['message', 'send', '--channel', 'mattermost', '--target', `channel:${ops.id}`, '--message', 'Restart?'],
        ...['--presentation', JSON.stringify(yesOrNo)],
      ],
      timeLimit,
    );
    expect(sent.code, sent.stderr + sent.stdout).toBe(0);
    const choice = await bob.sees({ from: claw, in: ops, matching: /Restart/, ...timeLimit });
    await bob.clicks(choice, 'No');
    const answer = await bob.sees({ from: claw, in: ops, matching: /You said/, ...timeLimit });
    expect(answer.message).toContain('user @bob selected "No"');
  });

  it('The agent is told that it may offer buttons', () => {
    expect(JSON.stringify(open.model.calls[0]?.messages)).toContain('Inline buttons');
    expect(JSON.stringify(open.model.calls[0]?.messages)).not.toContain('Inline buttons OFF');
  });
});
