import { expect, it } from 'vitest';
import { Segments } from '../../../../src/answers/streaming/segments.ts';

/** Segments whose previews are numbered. */
function open() {
  let previews = 0;
  return new Segments(() => {
    previews += 1;
    return previews;
  });
}

it('An answer takes the preview of its message', () => {
  const segments = open();
  segments.begin();
  segments.write('Hello');
  expect(segments.finish('Hello, Alice.')?.preview).toBe(1);
  expect(segments.open).toEqual([]);
});

it('A message after a tool takes the place of the one before it', () => {
  const segments = open();
  segments.begin();
  const before = segments.write('Let me look.');
  before.isBeforeTool = true;
  segments.begin();
  expect(segments.write('It is blue.').preview).toBe(1);
  expect(segments.finish('It is blue.')?.preview).toBe(1);
});

it('A message that OpenClaw tries again keeps its preview', () => {
  const segments = open();
  segments.begin();
  segments.write('It is');
  segments.begin();
  expect(segments.write('It').preview).toBe(1);
});

it('When a message of a person joins, the next answer has a preview of its own, and both find theirs', () => {
  const segments = open();
  segments.begin();
  segments.write('First answer.');
  segments.join();
  segments.begin();
  segments.write('Second');
  expect(segments.finish('First answer.')?.preview).toBe(1);
  expect(segments.finish('Second answer.')?.preview).toBe(2);
});

it('An answer that OpenClaw has changed takes the only preview, but none when there are several', () => {
  const one = open();
  one.begin();
  one.write('A secret');
  expect(one.finish('[removed]')?.preview).toBe(1);
  const two = open();
  two.begin();
  two.write('A secret');
  two.join();
  two.begin();
  two.write('Another');
  expect(two.finish('[removed]')).toBeUndefined();
  expect(two.open.map(({ preview }) => preview)).toEqual([1, 2]);
});

it('What the model writes after an answer was delivered is another message', () => {
  const segments = open();
  segments.begin();
  segments.write('One');
  segments.finish('One');
  expect(segments.current).toBeUndefined();
  expect(segments.write('Two').preview).toBe(2);
});

it('An answer of which nothing was shown takes no preview', () => {
  expect(open().finish('Hello')).toBeUndefined();
});
