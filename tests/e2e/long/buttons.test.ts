import { type Mattermost, startMattermost } from '@clawmost/mm-testserver';
import { runOpenClaw } from '@clawmost/playground';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountFor, type OpenGateway, openGateway } from '../test/support/open-gateway.ts';
import { timeLimit, whole } from '../test/support/time-limit.ts';

// One gateway whose agent offers buttons, and people who click them.
let mattermost: Mattermost;
let open: OpenGateway;
let world: Awaited<ReturnType<typeof populate>>;
/** What the model was asked before. */
const asked = new Set<string>();

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
    configure: config => ({
      ...config,
      tools: { exec: { host: 'gateway', security: 'allowlist', ask: 'always' } },
    }),
    answer: ({ text, messages }) => {
      const isDone = asked.has(text);
      asked.add(text);
      const results = messages.filter(({ role }) => role === 'tool').map(({ content }) => JSON.stringify(content));
      if (text.includes('offer a choice')) {
        if (isDone) return 'NO_REPLY';
        const args = { action: 'send', message: 'Deploy now?', presentation: yesOrNo };
        return { tool: 'tool_call', args: { id: 'message', args } };
      }
      if (text.includes('ask me')) {
        if (isDone) return `The tool said: ${results.at(-1)}`;
        const options = [{ label: 'Staging' }, { label: 'Production' }];
        const questions = [{ id: 'where', header: 'Where', question: 'Where to deploy?', options }];
        return { tool: 'tool_call', args: { id: 'ask_user', args: { questions } } };
      }
      if (text.includes('run it')) {
        return isDone ? `The tool said: ${results.at(-1)}` : { tool: 'exec', args: { command: 'echo from-the-shell' } };
      }
      return `You said: ${text}`;
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
    const answer = await alice.sees({ from: claw, in: ops, matching: whole(/You said/), ...timeLimit });
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
    await bob.sees({ from: claw, in: ops, matching: whole(/You said: .*user @bob selected "No"/), ...timeLimit });
  });

  it('A question of the agent is answered with a click, and its post shows by whom', async () => {
    const { alice, claw, ops } = world;
    const root = await alice.says('@claw please ask me by button', { in: ops });
    const question = await alice.sees({ from: claw, in: ops, matching: withButtons, ...timeLimit });
    expect(question.message).toContain('Where to deploy?');
    await alice.clicks(question, 'Production');
    await alice.seesEphemeral({ in: ops, matching: /Answer submitted\./, ...timeLimit });
    const answer = await alice.sees({ from: claw, in: ops, matching: whole(/The tool said/), ...timeLimit });
    expect(answer.message).toContain('Production');
    const after = mattermost.posts(ops).find(({ id }) => id === question.id);
    expect(after?.props).toMatchObject({ attachments: [{ text: '✓ **Production** selected by @alice' }] });
    expect(root.channel_id).toBe(ops.id);
  });

  it('A question of the agent is answered in words in the form behind “Other…”, and an empty answer keeps the form open', async () => {
    const { bob, claw, ops } = world;
    const prompt = await bob.says('@claw please ask me in words', { in: ops });
    const isNew = (post: { readonly create_at: number; readonly props: unknown }) =>
      post.create_at > prompt.create_at && withButtons(post);
    const question = await bob.sees({ from: claw, in: ops, matching: isNew, ...timeLimit });
    await bob.clicks(question, 'Other…');
    const form = await bob.seesDialog(timeLimit);
    expect(await bob.submits(form, { answer: '   ' })).toMatchObject({ errors: { answer: expect.any(String) } });
    await bob.submits(form, { answer: 'On the moon' });
    await bob.sees({ from: claw, in: ops, matching: whole(/The tool said.*On the moon/s), ...timeLimit });
    const after = mattermost.posts(ops).find(({ id }) => id === question.id);
    expect(after && withButtons(after)).toBe(false);
  });

  it('A command waits for a decision, which its asker takes with a button, and the message shows it', async () => {
    const { alice, claw, ops } = world;
    await alice.says('@claw please run it', { in: ops });
    const request = await alice.sees({ from: claw, in: ops, matching: /echo from-the-shell/, ...timeLimit });
    expect(request.message).toMatch(/`@claw \/approve \S+ allow-once`/);
    await alice.clicks(request, 'Allow Once');
    await alice.sees({ from: claw, in: ops, matching: whole(/The tool said.*from-the-shell/s), ...timeLimit });
    const after = mattermost.posts(ops).find(({ id }) => id === request.id);
    expect(after?.props).toMatchObject({ attachments: [{ text: '✓ **Allowed once** by @alice' }] });
  });

  it('The agent is told that it may offer buttons', () => {
    expect(JSON.stringify(open.model.calls[0]?.messages)).toContain('Inline buttons');
    expect(JSON.stringify(open.model.calls[0]?.messages)).not.toContain('Inline buttons OFF');
  });
});
