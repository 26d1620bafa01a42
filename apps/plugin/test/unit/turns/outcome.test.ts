import { expect, it } from 'vitest';
import { type DispatchEnd, isUndecided, outcomeOf, type TurnTrace } from '../../../src/turns/outcome.ts';

const nothing: TurnTrace = { started: false, delivered: 0, failed: 0, refused: false };

it.each<[string, Partial<TurnTrace>, DispatchEnd | undefined, string]>([
  ['an answer that was posted', { started: true, delivered: 1 }, { counts: { final: 1 } }, 'answered: delivered'],
  ['an answer in place of a refusal', { delivered: 1, refused: true }, {}, 'answered: delivered'],
  ['a refusal of OpenClaw', { refused: true }, { noVisibleReplyFallbackDelivered: true }, 'silent: host-failed'],
  [
    'an agent that chose to be silent',
    { started: true },
    { deliberateSilentTerminalReply: true },
    'silent: agent-silent',
  ],
  ['a send policy', { started: true }, { sendPolicyDenied: true }, 'silent: send-policy'],
  ['a run that was blocked', {}, { beforeAgentRunBlocked: true }, 'silent: run-blocked'],
  ['a turn that ended without a word', { started: true }, { counts: { final: 0 } }, 'silent: no-answer'],
  [
    'a turn whose agent used the message tool alone',
    { started: true },
    { observedReplyDelivery: true },
    'answered: message-tool',
  ],
  ['a message that OpenClaw takes for a duplicate', {}, { counts: { final: 0 } }, 'silent: host-duplicate'],
  ['a dispatch without a result', {}, undefined, 'silent: host-dropped'],
])('%s has its own outcome', (_end, trace, end, expected) => {
  const { outcome, code } = outcomeOf({ ...nothing, ...trace }, end);
  expect(`${outcome}: ${code}`).toBe(expected);
});

it('only a message about which OpenClaw did nothing, or did not say what, is still to be answered', () => {
  const undecided = ['host-duplicate', 'host-failed', 'session-busy', 'no-answer'];
  for (const code of undecided) expect(isUndecided({ outcome: 'silent', code })).toBe(true);
  for (const code of ['delivered', 'agent-silent', 'stopped']) {
    expect(isUndecided({ outcome: 'silent', code })).toBe(false);
  }
});
