import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decideRecovery, type Evidence } from '../../../src/recovery/decide.ts';

/** A turn that was given to OpenClaw, and of which nothing was heard again. */
const lost: Evidence = {
  posted: 'none',
  pending: 'none',
  wasDispatched: true,
  isTooLate: false,
  isCommand: false,
  isPostedByOther: false,
  transcript: { state: 'absent' },
  wasStopped: false,
  isResumedByHost: false,
  needsNewId: false,
};

const answered = { state: 'answered', text: 'Yes.', joined: [] } as const;
const alone = { state: 'unanswered', isFollowed: false } as const;
const followed = { state: 'unanswered', isFollowed: true } as const;
const settled = (outcome: string, code: string) => ({ do: 'settle', outcome: { outcome, code } });

// One test for each row of the table in src/recovery/README.md, in its order.
it.each<[string, Partial<Evidence>, object]>([
  [
    'an answer that was being posted is posted to its end',
    { pending: 'ours', posted: 'whole' },
    { do: 'post-pending' },
  ],
  [
    'an answer on the server settles the post',
    { posted: 'whole', pending: 'host-copy' },
    settled('answered', 'delivered'),
  ],
  ["OpenClaw's copy of an answer is posted", { pending: 'host-copy', transcript: answered }, { do: 'post-pending' }],
  [
    'an agent that chose to be silent stays silent',
    { transcript: { state: 'answered', text: ' NO_REPLY\n', joined: [] } },
    settled('silent', 'agent-silent'),
  ],
  [
    'an agent that ended without a word is not asked again',
    { transcript: { state: 'answered', text: '', joined: [] } },
    settled('silent', 'no-answer'),
  ],
  [
    'an answer that another plugin has posted as the bot is not posted again',
    { transcript: answered, isPostedByOther: true, wasDispatched: false },
    settled('answered', 'answered-by-another-plugin'),
  ],
  ['an answer in the transcript is posted', { transcript: answered }, { do: 'post-text', text: 'Yes.' }],
  [
    'an answer that was posted in part is completed from the transcript',
    { transcript: answered, posted: 'part' },
    { do: 'post-text', text: 'Yes.' },
  ],
  [
    'an answer that was posted in part and is recorded nowhere stays as it is',
    { posted: 'part', transcript: alone },
    settled('answered', 'delivered-in-part'),
  ],
  [
    'a command that was missed for long is not carried out',
    { wasDispatched: false, isTooLate: true },
    { do: 'tell-too-late' },
  ],
  [
    'a post that OpenClaw never got and drops as a duplicate is dispatched under a new id',
    { wasDispatched: false, needsNewId: true },
    { do: 'dispatch', as: 'new' },
  ],
  ['a post that OpenClaw never got is dispatched', { wasDispatched: false }, { do: 'dispatch', as: 'same' }],
  ['a command that may have run is not repeated', { isCommand: true }, { do: 'tell-interrupted' }],
  [
    'a turn that was stopped is not begun again',
    { wasStopped: true, transcript: alone },
    settled('silent', 'no-answer'),
  ],
  [
    'a turn that OpenClaw is resuming by itself is waited for',
    { isResumedByHost: true, transcript: alone },
    { do: 'wait' },
  ],
  [
    'a turn whose session has heard more since is begun again under a new id',
    { transcript: followed },
    { do: 'dispatch', as: 'new' },
  ],
  [
    'a turn that had no result in an earlier round is begun again under a new id',
    { transcript: alone, needsNewId: true },
    { do: 'dispatch', as: 'new' },
  ],
  [
    'a post that OpenClaw has not recorded and drops as a duplicate is dispatched under a new id',
    { needsNewId: true },
    { do: 'dispatch', as: 'new' },
  ],
  ['a turn that was cut off goes on under its id', { transcript: alone }, { do: 'dispatch', as: 'same' }],
  ['a post that OpenClaw has not recorded is dispatched again', {}, { do: 'dispatch', as: 'same' }],
])('%s', (_row, evidence, action) => {
  expect(decideRecovery({ ...lost, ...evidence })).toEqual(action);
});

it('a command that runs a skill, which is a turn, goes on like one', () => {
  expect(decideRecovery({ ...lost, isCommand: true, transcript: alone })).toEqual({ do: 'dispatch', as: 'same' });
});

it('never asks the model again while an answer is known', () => {
  const evidence = fc.record<Evidence>({
    posted: fc.constantFrom('whole', 'part', 'none'),
    pending: fc.constantFrom('ours', 'host-copy', 'none'),
    wasDispatched: fc.boolean(),
    isTooLate: fc.boolean(),
    isCommand: fc.boolean(),
    isPostedByOther: fc.boolean(),
    transcript: fc.constantFrom({ state: 'absent' } as const, answered, alone, followed),
    wasStopped: fc.boolean(),
    isResumedByHost: fc.boolean(),
    needsNewId: fc.boolean(),
  });
  fc.assert(
    fc.property(evidence, each => {
      const isAnswered = each.posted !== 'none' || each.pending !== 'none' || each.transcript.state === 'answered';
      expect(isAnswered && decideRecovery(each).do === 'dispatch').toBe(false);
    }),
  );
});
