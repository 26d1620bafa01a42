import { expect, it } from 'vitest';
import { type DispatchEnd, isUndecided, outcomeOf } from '../../../src/turns/outcome.ts';

type Progress = Parameters<typeof outcomeOf>[0];

const nothing: Progress = { isStarted: false, delivered: 0, hasHostFailed: false };

it.each<[string, Partial<Progress>, DispatchEnd | undefined, string]>([
  ['an answer that was posted', { isStarted: true, delivered: 1 }, { counts: { final: 1 } }, 'answered: delivered'],
  ['an answer in place of a refusal', { delivered: 1, hasHostFailed: true }, {}, 'answered: delivered'],
  ['a refusal of OpenClaw', { hasHostFailed: true }, { noVisibleReplyFallbackDelivered: true }, 'silent: host-failed'],
  [
    'an agent that chose to be silent',
    { isStarted: true },
    { deliberateSilentTerminalReply: true },
    'silent: agent-silent',
  ],
  ['a send policy', { isStarted: true }, { sendPolicyDenied: true }, 'silent: send-policy'],
  ['a run that was blocked', {}, { beforeAgentRunBlocked: true }, 'silent: run-blocked'],
  ['a turn that ended without a word', { isStarted: true }, { counts: { final: 0 } }, 'silent: no-answer'],
  [
    'a turn whose agent used the message tool alone',
    { isStarted: true },
    { observedReplyDelivery: true },
    'answered: message-tool',
  ],
  ['a message that OpenClaw takes for a duplicate', {}, { counts: { final: 0 } }, 'silent: host-duplicate'],
  ['a dispatch without a result', {}, undefined, 'silent: host-dropped'],
])('%s has its own outcome', (_end, progress, end, expected) => {
  const { outcome, code } = outcomeOf({ ...nothing, ...progress }, end);
  expect(`${outcome}: ${code}`).toBe(expected);
});

it('only a message about which OpenClaw did nothing, or did not say what, is still to be answered', () => {
  const undecided = ['host-duplicate', 'host-failed', 'session-busy', 'no-answer'];
  for (const code of undecided) expect(isUndecided({ outcome: 'silent', code })).toBe(true);
  for (const code of ['delivered', 'agent-silent', 'stopped']) {
    expect(isUndecided({ outcome: 'silent', code })).toBe(false);
  }
});
