import { expect, it } from 'vitest';
import { readAnswers } from '../src/gateway/look.ts';

const place = { channel_id: 'ops', root_id: '' };
const part = (part: number, of: number, message: string, delivery = 'd') => ({
  ...{ ...place, id: `${delivery} ${part} ${message}`, message },
  props: { clawmost: { delivery, part, of } },
});

it('puts the parts of an answer together, and reads which messages it answers', () => {
  const { answers, stray } = readAnswers([part(1, 2, 'message number 1. message number 3.'), part(2, 2, 'end')]);
  expect(answers).toEqual([{ texts: ['message number 1.', 'message number 3.'], channelId: 'ops', rootId: '' }]);
  expect(stray).toEqual([]);
});

it('tells two answers to the same message from one', () => {
  const { answers } = readAnswers([part(1, 1, 'message number 1.'), part(1, 1, 'message number 1.', 'e')]);
  expect(answers).toHaveLength(2);
});

it.each([
  ['of which a part is missing', [part(1, 2, 'message number 1.')]],
  ['of which a part is there twice', [part(1, 1, 'message number 1.'), part(1, 1, 'message number 1. ')]],
  ['that answers nothing', [part(1, 1, 'an error')]],
  ['that is not marked', [{ ...place, id: 'x', message: 'message number 1.', props: {} }]],
])('takes no post for an answer %s', (_, posts) => {
  const { answers, stray } = readAnswers(posts);
  expect(answers).toEqual([]);
  expect(stray).toHaveLength(posts.length);
});
