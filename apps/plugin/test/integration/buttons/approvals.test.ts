import { expect, it } from 'vitest';
import { mattermostPlugin } from '../../../src/channel.ts';
import { attachmentsOf, openButtons } from '../../support/buttons.ts';
import { loadOpenClaw } from '../../support/openclaw.ts';
import { patience } from '../../support/turn-story.ts';

const { channel: channelRuntime } = await loadOpenClaw();
const runtime = mattermostPlugin.approvalCapability?.nativeRuntime ?? expect.fail('no native approvals');

const view = {
  ...{ approvalId: 'a1', approvalKind: 'exec', phase: 'pending', title: 'Exec approval required', commandText: 'ls' },
  ...{ metadata: [], expiresAtMs: Date.now() + 60_000 },
  actions: [{ label: 'Allow once', decision: 'allow-once', style: 'success', command: '/approve a1 allow-once' }],
};

/** Has OpenClaw ask for a decision in the channel ops. */
async function openApproval(section: object = {}) {
  const stage = await openButtons({ channelRuntime, section });
  const { cfg, ops } = stage;
  const params = { cfg, accountId: 'default', approvalKind: 'exec', view, nowMs: Date.now(), request: {} };
  const pendingPayload = await runtime.presentation.buildPendingPayload(params as never);
  const plannedTarget = { surface: 'origin', reason: 'preferred', target: { to: `channel:${ops.id}` } };
  const entry = await runtime.transport.deliverPending({ ...params, plannedTarget, pendingPayload } as never);
  const { postId } = entry as { postId: string };
  const update = async (payload: unknown) =>
    runtime.transport.updateEntry?.({ ...params, entry, payload, phase: 'resolved' } as never);
  return { ...stage, postId, update };
}

it('A request is posted with its command and buttons, and shows who decided what', async () => {
  const { postId, post, update, cfg, alice } = await openApproval();
  expect(post(postId).message).toContain('```\nls\n```');
  expect(post(postId).message).toContain('`@claw /approve a1 allow-once`');
  expect(attachmentsOf(post(postId))[0]?.['actions']).toMatchObject([{ name: 'Allow once', style: 'success' }]);
  const resolved = { ...view, phase: 'resolved', decision: 'allow-once' };
  const result = await runtime.presentation.buildResolvedResult({
    ...{ cfg, accountId: 'default', view: { ...resolved, resolvedBy: `Chat approval (mattermost:${alice.id})` } },
  } as never);
  expect(result).toEqual({ kind: 'update', payload: '✓ **Allowed once** by @alice' });
  await update('✓ **Allowed once** by @alice');
  expect(attachmentsOf(post(postId))).toMatchObject([{ text: '✓ **Allowed once** by @alice' }]);
});

it('A person who is not an approver reads why, and the request stays open', async () => {
  const approver = 'q9pq1uu3n7rpjp8qjsax8ojjgr';
  const { postId, post, alice, ops } = await openApproval({ allowFrom: ['*', approver] });
  await alice.clicks(post(postId), 'Allow once');
  await alice.seesEphemeral({ in: ops, matching: /not authorized|Only approvers/i });
  expect(attachmentsOf(post(postId))[0]?.['actions']).toHaveLength(1);
});

it('After a restart, buttons of requests and questions are taken down, those of other messages stay', async () => {
  const { postId, post, send, stop, restart, alice, requests } = await openApproval();
  const blocks = [{ type: 'buttons' as const, buttons: [{ label: 'Yes', value: 'yes' }] }];
  const other = await send({ blocks });
  await stop();
  await restart({ startedAt: Date.now() + 1 });
  await expect
    .poll(() => attachmentsOf(post(postId)), patience)
    .toMatchObject([{ text: expect.stringContaining('gateway was restarted') }]);
  await alice.clicks(post(other), 'Yes');
  await expect.poll(() => requests, patience).toHaveLength(1);
});
