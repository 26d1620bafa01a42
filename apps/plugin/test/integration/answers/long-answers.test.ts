import { expect, it } from 'vitest';
import { postAnswer } from '../../../src/answers/post-answer.ts';
import { openAccount } from '../../support/account.ts';

/** Puts the parts of an answer together again, as a reader does who does not see where a code block was closed and reopened. */
function reassemble(parts: readonly string[]): string {
  return parts.reduce((text, part) => {
    const opening = /^```\w+\n/.exec(part)?.[0];
    if (opening && text.endsWith('\n```')) return `${text.slice(0, -3)}${part.slice(opening.length)}`;
    return `${text}\n${part}`;
  });
}

it('An answer of 200,000 characters with code blocks arrives whole and in order', async () => {
  const { account, answer, posts } = await openAccount();
  const prose = (n: number) => `Step ${n} is about ünïcödé 😀 and the file [number ${n}](https://h.example/${n}).`;
  const block = (n: number) => `\`\`\`python\n${`step_${n} = compute(${n})  # é\n`.repeat(40 + (n % 50))}\`\`\``;
  const pieces: string[] = [];
  for (let n = 0; Array.from(pieces.join('\n')).length < 200_000; n += 1) pieces.push(prose(n), block(n));
  const text = pieces.join('\n');
  await postAnswer(account, answer(text));
  const messages = posts().map(({ message }) => message);
  expect(messages.length).toBeGreaterThan(12);
  for (const message of messages) {
    expect(Array.from(message).length).toBeLessThanOrEqual(16_383);
    expect((message.match(/^```/gm)?.length ?? 0) % 2).toBe(0);
  }
  expect(reassemble(messages)).toBe(text);
});

it('textChunkLimit makes posts shorter than the server would take, and never longer', async () => {
  const { account, answer, posts } = await openAccount({ section: { textChunkLimit: 10 }, maxPostSize: 100 });
  await postAnswer(account, answer('one two three four'));
  expect(posts().map(({ message }) => message)).toEqual(['one two', 'three four']);
  const large = await openAccount({ section: { textChunkLimit: 100_000 }, maxPostSize: 10 });
  await postAnswer(large.account, large.answer('one two three four'));
  expect(large.posts()).toHaveLength(2);
});

it('streaming.chunkMode "newline" cuts between paragraphs', async () => {
  const section = { textChunkLimit: 40, streaming: { chunkMode: 'newline' } };
  const { account, answer, posts } = await openAccount({ section });
  await postAnswer(account, answer('A paragraph.\n\nAnother one, which is longer.\nAnd more.'));
  expect(posts().map(({ message }) => message.trim())).toEqual([
    'A paragraph.',
    'Another one, which is longer.\nAnd more.',
  ]);
});

it('Tables stay as they are, unless markdown.tables says otherwise', async () => {
  const table = 'Look:\n\n| a | b |\n|---|---|\n| 1 | 2 |';
  const posted = async (section: object) => {
    const { account, answer, posts } = await openAccount({ section });
    await postAnswer(account, answer(table));
    return posts()[0]?.message;
  };
  expect(await posted({})).toBe(table);
  expect(await posted({ markdown: { tables: 'off' } })).toBe(table);
  expect(await posted({ markdown: { tables: 'code' } })).toMatch(/```\n\| a +\| b +\|/);
  expect(await posted({ markdown: { tables: 'block' } })).toMatch(/```/);
  expect(await posted({ markdown: { tables: 'bullets' } })).toMatch(/[•*-]/);
});
