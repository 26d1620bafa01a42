import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isStopRequest } from '../../src/index.ts';

it('Every text that OpenClaw documents for stopping a turn is a request to stop', () => {
  const page = '../../../../node_modules/openclaw/docs/help/faq/chat-commands-and-stopping.md';
  const text = readFileSync(new URL(page, import.meta.url), 'utf8');
  const documented = /standalone message\*\* \(no slash\) to trigger an abort: (.*)\. Common/.exec(text)?.[1] ?? '';
  const words = [...documented.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
  expect(words.length).toBeGreaterThan(15);
  expect(words.filter(word => !isStopRequest(word))).toEqual([]);
});

it.each([
  'stop',
  ' Stop ',
  'STOP!!',
  'stop.',
  '/stop',
  '/Stop!',
  'halt',
  'stop don’t do anything',
  'aufhören',
  '止めて',
])('The message %j is a request to stop', message => {
  expect(isStopRequest(message)).toBe(true);
});

it.each(['', 'stopping', 'stop the music', 'do not stop', 'stop stop', '//stop', 'non-stop', 'stop\nand go'])(
  'The message %j is not a request to stop',
  message => {
    expect(isStopRequest(message)).toBe(false);
  },
);

it('A mention of the bot does not matter when its name is given', () => {
  expect(isStopRequest('@claw stop')).toBe(false);
  expect(isStopRequest('@claw stop', 'claw')).toBe(true);
  expect(isStopRequest('please stop @Claw!', 'claw')).toBe(true);
  expect(isStopRequest('@clawdia stop', 'claw')).toBe(false);
});
