import { expect, it } from 'vitest';
import { readAnswers } from '../src/gateway/read-verdict.ts';

const place = { channel_id: 'ops', root_id: '' };
const part = (part: number, of: number, message: string, delivery = 'd', state = 'final') => ({
  ...{ ...place, id: `${delivery} ${part} ${message}`, message },
  props: { clawmost: { delivery, part, of, state } },
});

it('The parts of an answer are joined, and the messages that it answers are read from its text', () => {
  const { answers, stray } = readAnswers([part(1, 2, 'message number 1. message number 3.'), part(2, 2, 'end')]);
  expect(answers).toEqual([{ texts: ['message number 1.', 'message number 3.'], channelId: 'ops', rootId: '' }]);
  expect(stray).toEqual([]);
});

it('Two answers to the same message count as two', () => {
  const { answers } = readAnswers([part(1, 1, 'message number 1.'), part(1, 1, 'message number 1.', 'e')]);
  expect(answers).toHaveLength(2);
});

it.each([
  ['a part is missing', [part(1, 2, 'message number 1.')]],
  ['a part exists twice', [part(1, 1, 'message number 1.'), part(1, 1, 'message number 1. ')]],
  ['they are a preview', [part(1, 1, 'message number 1.', 'd', 'preview')]],
  ['they name no message', [part(1, 1, 'an error')]],
  ['they carry no marker', [{ ...place, id: 'x', message: 'message number 1.', props: {} }]],
])('Posts do not count as an answer when %s', (_, posts) => {
  const { answers, stray } = readAnswers(posts);
  expect(answers).toEqual([]);
  expect(stray).toHaveLength(posts.length);
});
