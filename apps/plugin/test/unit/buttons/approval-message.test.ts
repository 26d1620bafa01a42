import { describe, expect, it } from 'vitest';
import { approvalMessage, type PendingApproval } from '../../../src/buttons/approvals/approval-message.ts';
import { mattermostPlugin } from '../../../src/channel.ts';
import { texts } from '../../../src/texts.ts';
import { withSection } from '../../support/config.ts';

const pending: PendingApproval = {
  ...{ approvalId: 'b58a1272', approvalKind: 'exec', title: 'Exec approval required', expiresAtMs: 1_800_000 },
  commandText: 'rm -rf build',
  metadata: [{ label: 'Host', value: 'gateway' }],
  actions: [
    { label: 'Allow once', decision: 'allow-once', style: 'success', command: '/approve b58a1272 allow-once' },
    { label: 'Deny', decision: 'deny', style: 'danger', command: '/approve b58a1272 deny' },
  ],
};

describe('The message about a request of an agent', () => {
  it('It shows what is asked for, and the buttons carry the decision and the kind that OpenClaw has given', () => {
    const { text, controls } = approvalMessage(pending, 'claw', 0);
    expect(text).toBe(
      [
        '**Exec approval required**',
        '```\nrm -rf build\n```',
        '- Host: gateway',
        'Please decide within 30 min, with a button or by writing `@claw /approve b58a1272 allow-once` or `@claw /approve b58a1272 deny`.',
      ].join('\n\n'),
    );
    expect(controls).toEqual([
      {
        ...{ kind: 'button', label: 'Allow once', style: 'success' },
        meaning: { do: 'decide', approvalId: 'b58a1272', approvalKind: 'exec', decision: 'allow-once' },
      },
      {
        ...{ kind: 'button', label: 'Deny', style: 'danger' },
        meaning: { do: 'decide', approvalId: 'b58a1272', approvalKind: 'exec', decision: 'deny' },
      },
    ]);
  });

  it('A command cannot leave its code block', () => {
    const { text } = approvalMessage({ ...pending, commandText: 'echo "```\n# Allowed"' }, 'claw', 0);
    expect(text).toContain('````\necho "```\n# Allowed"\n````');
  });

  it('The line after a decision names it and the person', () => {
    expect(texts.decided('allow-once', '@alice')).toBe('✓ **Allowed once** by @alice');
    expect(texts.decided('deny', undefined)).toBe('⛔ **Denied**');
  });
});

describe('Where OpenClaw asks for a decision', () => {
  const approver = 'q9pq1uu3n7rpjp8qjsax8ojjgr';
  const cfg = withSection({ botToken: 't', baseUrl: 'https://chat.example.com', allowFrom: [approver] });
  const native = mattermostPlugin.approvalCapability?.native;
  type Question = Parameters<NonNullable<typeof native>['describeDeliveryCapabilities']>[0];
  const question = (request: object): Question =>
    ({ cfg, accountId: 'default', approvalKind: 'exec', request: { request } }) as unknown as Question;

  it('A request from a conversation is asked for there, in its thread', () => {
    const asked = question({
      turnSourceChannel: 'mattermost',
      turnSourceTo: 'channel:ops',
      turnSourceThreadId: 'root',
    });
    expect(native?.describeDeliveryCapabilities(asked)).toMatchObject({ enabled: true, preferredSurface: 'origin' });
    expect(native?.resolveOriginTarget?.(asked)).toEqual({ to: 'channel:ops', threadId: 'root' });
  });

  it('A request from elsewhere is asked for in direct messages to the approvers', () => {
    const asked = question({ turnSourceChannel: 'telegram', turnSourceTo: '1' });
    expect(native?.describeDeliveryCapabilities(asked)).toMatchObject({ preferredSurface: 'approver-dm' });
    expect(native?.resolveOriginTarget?.(asked)).toBeNull();
    expect(native?.resolveApproverDmTargets?.(asked)).toEqual([{ to: `user:${approver}` }]);
  });

  it('OpenClaw does not post the request a second time, except to targets that its settings name', () => {
    const suppress = mattermostPlugin.approvalCapability?.delivery?.shouldSuppressForwardingFallback;
    const target = (more: object) => ({ cfg, approvalKind: 'exec', target: { to: 'x', ...more } }) as never;
    expect(suppress?.(target({ channel: 'mattermost', source: 'session' }))).toBe(true);
    expect(suppress?.(target({ channel: 'mattermost', source: 'target' }))).toBe(false);
    expect(suppress?.(target({ channel: 'telegram', source: 'session' }))).toBe(false);
  });
});
