import { describe, expect, it } from 'vitest';
import { texts } from '../../../src/texts.ts';
import { attachmentsOf, buttons, openButtons } from '../../support/buttons.ts';
import { loadOpenClaw } from '../../support/openclaw.ts';
import { patience } from '../../support/turn-story.ts';

const { channel: channelRuntime } = await loadOpenClaw();

describe('What people can choose from', () => {
  it('A menu shows its options, and the agent reads the value of the chosen one, which no client could read', async () => {
    const { send, alice, post, requests } = await openButtons({ channelRuntime });
    const options = ['Now', 'In an hour'].map((label, index) => ({ label, value: `secret-${index}` }));
    const id = await send({ blocks: [{ type: 'select', placeholder: 'When?', options }] });
    expect(JSON.stringify(post(id))).not.toContain('secret-');
    await alice.selects(post(id), 'When?', 'In an hour');
    await expect.poll(() => requests, patience).toHaveLength(1);
    expect(requests[0]?.text).toBe('[Button click: user @alice selected "In an hour"]\nsecret-1');
    expect(attachmentsOf(post(id))).toMatchObject([{ text: '✓ **In an hour** selected by @alice' }]);
  });

  it('Links, texts and malformed buttons are text in the message, and the log names the malformed ones', async () => {
    const { send, post, account } = await openButtons({ channelRuntime });
    const id = await send({
      title: 'A release',
      blocks: [
        { type: 'text', text: 'It is ready.' },
        { type: 'divider' },
        {
          type: 'buttons',
          buttons: [
            { label: 'Notes', url: 'https://example.com/notes' },
            { label: 'Broken' },
            { label: 'Go', value: 'go' },
          ],
        },
      ],
    });
    const { message } = post(id);
    expect(message).toBe(
      'Deploy?\n\n**A release**\n\nIt is ready.\n\n---\n\nNotes: https://example.com/notes\n\nBroken',
    );
    expect(attachmentsOf(post(id)).flatMap(({ actions }) => actions)).toMatchObject([{ name: 'Go', type: 'button' }]);
    expect(account.lines.join('\n')).toContain('(malformed-button): "Broken"');
  });

  it('Sixty buttons become one menu, which an old server accepts', async () => {
    const { send, alice, post, requests } = await openButtons({ channelRuntime, server: { version: '5.37' } });
    const labels = Array.from({ length: 60 }, (_, index) => `Model number ${index + 1}`);
    const id = await send(buttons(...labels));
    expect(attachmentsOf(post(id))[0]?.['actions']).toMatchObject([{ type: 'select', name: texts.menuLabel }]);
    await alice.selects(post(id), texts.menuLabel, 'Model number 42');
    await expect.poll(() => requests, patience).toHaveLength(1);
    expect(requests[0]?.text).toContain('model number 42');
  });

  it('A button that may be used again stays, and each click counts', async () => {
    const { send, alice, post, requests, ops } = await openButtons({ channelRuntime });
    const id = await send({
      blocks: [{ type: 'buttons', buttons: [{ label: 'More', value: 'more', reusable: true }] }],
    });
    for (const count of [1, 2]) {
      await alice.clicks(post(id), 'More');
      await expect.poll(() => requests, patience).toHaveLength(count);
    }
    await alice.seesEphemeral({ in: ops, matching: /You selected \*\*More\*\*/ });
    expect(attachmentsOf(post(id))[0]?.['actions']).toHaveLength(1);
  });

  it('A button with a command runs the command for the person who clicked', async () => {
    const { send, alice, claw, mattermost, requests } = await openButtons({ channelRuntime });
    const dm = mattermost.directChannel(alice, claw);
    const action = { type: 'command' as const, command: '/status' };
    const id = await send(
      { blocks: [{ type: 'buttons', buttons: [{ label: 'Status', action }] }] },
      { to: `user:${alice.id}` },
    );
    const post = mattermost.posts(dm).find(one => one.id === id) ?? expect.fail('no post');
    await alice.clicks(post, 'Status');
    await expect.poll(() => requests, patience).toHaveLength(1);
    expect(requests[0]).toMatchObject({ text: '/status', isCommand: true, mayCommand: true, kind: 'direct' });
  });
});

describe('A choice outlives the process', () => {
  it('A click that was accepted before the process ended is answered once after the start, and the buttons go', async () => {
    const { send, alice, ops, post, requests, stop, restart, calls, call, stores } = await openButtons({
      channelRuntime,
    });
    const id = await send(buttons('Yes', 'No'));
    await alice.clicks(post(id), 'Yes');
    await expect.poll(() => requests, patience).toHaveLength(1);
    await stop();
    // The next process has its own claims, and the ledger's row of the click.
    await restart();
    const [click] = calls;
    if (!click) expect.fail('no click');
    const again = await call(click);
    expect(again.body['ephemeral_text']).toBe(texts.alreadyChosen);
    expect(requests).toHaveLength(1);
    expect(await stores.ledger.counts()).toBeDefined();
    expect(ops.id).toBe(post(id).channel_id);
  });

  it('A click whose turn had not begun is answered by the next process, which also takes the buttons down', async () => {
    const { inbox, send, alice, post, requests, stop, restart, stores, ops } = await openButtons({ channelRuntime });
    const id = await send(buttons('Yes'));
    await stop();
    expect(inbox).toBeDefined();
    // What the last process wrote before it ended: its answer to the server was lost.
    const payload = {
      ...{ id: 'choice', postId: id, channelId: ops.id, userId: alice.id, userName: 'alice', label: 'Yes' },
      ...{ meaning: { do: 'say', value: 'yes' }, isLast: true, at: Date.now() },
    };
    const entry = { key: 'click:choice', kind: 'click', conversation: 'click:choice', channelId: '', rootId: '' };
    await stores.ledger.append({ entries: [{ ...entry, at: Date.now(), editedAt: 0, payload }] });
    await restart();
    await expect.poll(() => requests, patience).toHaveLength(1);
    await expect
      .poll(() => attachmentsOf(post(id)), patience)
      .toMatchObject([{ text: '✓ **Yes** selected by @alice' }]);
  });
});
