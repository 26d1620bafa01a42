import { expect, it } from 'vitest';
import { openStory } from '../../support/turn-story.ts';

it.each([
  ['the character NUL', 'a\0b', 'a\uFFFDb'],
  ['half a character', 'a\uD83D b', 'a\uFFFD b'],
  ['emoji of several characters', '👩‍👩‍👧'.repeat(8_000), undefined],
  ['one word that is longer than a post', 'x'.repeat(40_000), undefined],
  ['line breaks alone around it', '\n\n\nhello\n\n', 'hello'],
])('An answer with %s reaches the person whole', async (_, text, expected = text) => {
  const { say, said, start } = await openStory();
  const { answer } = await start(() => text);
  expect(await answer(await say('hello'))).toBe('answered: delivered');
  expect(said().join('')).toBe(expected);
});

it('An answer of several posts is whole when the server asks for patience between them', async () => {
  const { say, said, start, mattermost, creations } = await openStory();
  const text = Array.from({ length: 6_000 }, (_, n) => `word${n}`).join(' ');
  const { answer } = await start(() => text);
  mattermost.faults.answer({ ...creations, times: 3 }, { status: 429 });
  expect(await answer(await say('hello'))).toBe('answered: delivered');
  expect(said().join(' ')).toBe(text);
});
