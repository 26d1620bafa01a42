import { describe, expect, it } from 'vitest';
import { type DispatchEnd, isHostsRefusal, outcomeOf, type TurnTrace } from '../../../src/turns/outcome.ts';

const nothing: TurnTrace = { adopted: false, deferred: false, delivered: 0, failed: 0, refused: false };

describe('how a post ended', () => {
  it.each<[string, Partial<TurnTrace>, DispatchEnd | undefined, string, string]>([
    ['an answer stands', { adopted: true, delivered: 1 }, { counts: { final: 1 } }, 'answered', 'delivered'],
    [
      'an answer was sent by the host’s own queue',
      { adopted: true },
      { counts: { final: 1 } },
      'answered',
      'delivered',
    ],
    [
      'the host apologised in the agent’s stead',
      { adopted: true },
      { noVisibleReplyFallbackDelivered: true },
      'answered',
      'delivered',
    ],
    [
      'one answer stands although another could not be posted',
      { delivered: 1, failed: 1 },
      {},
      'answered',
      'delivered',
    ],
    [
      'an answer could not be posted, although the host counts it',
      { adopted: true, failed: 1 },
      { counts: { final: 1 } },
      'silent',
      'delivery-failed',
    ],
    [
      'it went into a running turn',
      { deferred: true, adopted: true },
      { deferredToActiveRun: 'steer' },
      'joined',
      'steered',
    ],
    ['it waited for a running turn', { deferred: true }, { deferredToActiveRun: 'followup' }, 'joined', 'queued'],
    ['it was put off, and nothing else is said', { deferred: true }, {}, 'joined', 'queued'],
    [
      'the agent chose to say nothing',
      { adopted: true },
      { deliberateSilentTerminalReply: true },
      'silent',
      'agent-silent',
    ],
    ['sending is forbidden', { adopted: true }, { sendPolicyDenied: true }, 'silent', 'send-policy'],
    ['the run was forbidden', {}, { beforeAgentRunBlocked: true }, 'silent', 'run-blocked'],
    ['the turn ended without words', { adopted: true }, {}, 'silent', 'no-answer'],
    ['the host knew the post already', {}, { counts: { final: 0 } }, 'answered', 'host-knows'],
    ['the host could not begin a turn', { refused: true }, { counts: { final: 1 } }, 'silent', 'host-failed'],
    ['the host would not have it', {}, undefined, 'silent', 'host-refused'],
  ])('%s', (_, trace, end, outcome, code) => {
    expect(outcomeOf({ ...nothing, ...trace }, end)).toEqual({ outcome, code });
  });
});

it.each([
  ["⚠️ OpenClaw couldn't produce or deliver a reply. Please try again. If this keeps happening, ask …", true],
  ['⚠️ OpenClaw couldn’t produce or deliver a reply. Reference: 12.', true],
  ['It says: "⚠️ OpenClaw couldn\'t produce or deliver a reply."', false],
  ['This message was not queued because the session queue is full.', false],
])('what the host says for want of a turn is told from answers: %s', (text, refusal) => {
  expect(isHostsRefusal(text)).toBe(refusal);
});
