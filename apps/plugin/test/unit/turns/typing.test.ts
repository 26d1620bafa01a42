import { expect, it } from 'vitest';
import { isTypingShownAtOnce } from '../../../src/turns/typing.ts';
import { turnRequest } from '../../support/turn-request.ts';

const called = turnRequest('post');
const overheard = turnRequest('post', { wasMentioned: false });
const direct = turnRequest('post', { kind: 'direct', wasMentioned: false });

it('Typing is shown at once where the person has called the bot', () => {
  expect([called, direct, overheard].map(request => isTypingShownAtOnce({}, request))).toEqual([true, true, false]);
});

it('Typing is not shown at once for a request to stop', () => {
  expect(isTypingShownAtOnce({}, turnRequest('post', { isStop: true }))).toBe(false);
});

it('typingMode says whether typing waits for the agent, for all agents and for one', () => {
  const forAll = (typingMode: 'instant' | 'never') => ({ agents: { defaults: { typingMode } } });
  expect([called, overheard].map(request => isTypingShownAtOnce(forAll('instant'), request))).toEqual([true, true]);
  expect([called, direct].map(request => isTypingShownAtOnce(forAll('never'), request))).toEqual([false, false]);
  const forOne = { agents: { defaults: { typingMode: 'instant' }, entries: { main: { typingMode: 'message' } } } };
  expect(isTypingShownAtOnce(forOne as Parameters<typeof isTypingShownAtOnce>[0], called)).toBe(false);
});
