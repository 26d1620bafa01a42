import type { ModelCall } from '@clawmost/playground';
import { expect, it } from 'vitest';
import { createAgent } from '../src/gateway/agent.ts';
import { seeded } from '../src/random.ts';

const said = (role: string, ...numbers: number[]) => ({
  role,
  content: numbers.map(number => `message number ${number}.`).join(' '),
});

/** Messages from 10 on were written elsewhere. */
const agent = () =>
  createAgent({
    random: seeded(1),
    note: () => {},
    conversationOf: number => (number < 10 ? 'here' : 'elsewhere'),
  });
const answerTo = (messages: ModelCall['messages']) => agent().answer({ text: '', messages });

it.each<[string, ModelCall['messages'], string]>([
  ['what was said last', [said('user', 1), said('assistant', 1), said('user', 2)], 'You said: message number 2.'],
  [
    'what was said before, and never answered',
    [said('user', 1), said('user', 2), said('assistant', 2), said('user', 3)],
    'You said: message number 1.\nYou said: message number 3.',
  ],
  [
    'the same message again when it is asked again',
    [said('assistant', 1), said('user', 1)],
    'You said: message number 1.',
  ],
  [
    'nothing that OpenClaw quotes as context',
    [said('user', 2), { role: 'user', content: '<<<BEGIN_OPENCLAW_INTERNAL_CONTEXT>>>\nmessage number 1.' }],
    'You said: message number 2.',
  ],
  ['nothing of another conversation', [said('user', 10), said('user', 2)], 'You said: message number 2.'],
  [
    'the last answer here, and not what is open elsewhere, when it is asked to go on',
    [said('user', 10), said('user', 2), said('assistant', 2), said('user')],
    'You said: message number 2.',
  ],
  [
    'the last answer again when only that can be meant',
    [said('user', 1), said('assistant', 1), said('user')],
    'You said: message number 1.',
  ],
  ['that there is nothing to answer when there is no message', [said('user')], 'There is nothing to answer.'],
])('The model of the soak answers %s', async (_, messages, words) => {
  expect(await answerTo(messages)).toBe(words);
});

it('The model of the soak thinks about a message until it is released, and answers others meanwhile', async () => {
  const { answer, thinkLongAbout, release, seen } = agent();
  const thinks = thinkLongAbout(1);
  const first = answer({ text: '', messages: [said('user', 1)] });
  await thinks;
  expect(await answer({ text: '', messages: [said('user', 2)] })).toBe('You said: message number 2.');
  release();
  expect(await first).toBe('You said: message number 1.');
  expect(seen).toEqual([1, 2]);
});
