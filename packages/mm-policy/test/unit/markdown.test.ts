import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findMentions } from '../../src/index.ts';
import { readMessage } from '../../src/markdown.ts';

const said = (message: string) => readMessage(message).runs.map(run => run.text);
const code = (message: string) => readMessage(message).code;
const isCalled = (message: string) => findMentions(message, ['claw']).length > 0;

it.each([
  ['plain, with 1 * 2 and a_b', ['plain, with 1 * 2 and a_b']],
  ['\\*not bold\\* \\a', ['*not bold* \\a']],
  ['one\ntwo', ['one', 'two']],
  ['> one\n> two', ['one', 'two']],
  ['see http://example.com/a, then', ['see ', ', then']],
  ['see www.example.com. Then', ['see ', '. Then']],
  ['(http://example.com/a)', ['(', ')']],
  ['a [link](http://example.com "title") b', ['a ', 'link', ' b']],
  ['a [no link] b', ['a ', 'no link', ' b']],
  ['a `b` c', ['a ', ' c']],
  ['a `` b', ['a `` b']],
  ['&commat;a &lt; &#x40;b &#0;', ['@a &lt; @b \ufffd']],
])('The visible text of %j is %j', (message, runs) => {
  expect(said(message)).toEqual(runs);
});

it.each([
  ['a `b` c', ['b']],
  ['```js\na\n b\n```\nc', ['a\n b\n']],
  ['    a\n\n    b\n\nc', ['a\n\nb\n']],
  ['~~~\na', ['a']],
  ['- ```\n  a\n  ```', ['a\n']],
  ['> ```\n> a\nb', ['a\n']],
])('The code of %j is %j', (message, blocks) => {
  expect(code(message)).toEqual(blocks);
});

it.each([
  ['    a\n    > @claw', false, 'a quotation within an indented block is code'],
  ['a\n2.     @claw', true, 'a list that does not begin with 1 does not interrupt a paragraph'],
  ['a\n1.     @claw', false, 'one that does interrupts it, and what is indented in it is code'],
  ['- a\n\n  ```\n@claw', true, 'a fence ends with its list'],
  ['-\n\n  ```\n@claw', false, 'an empty item ends with the next blank line, so the fence is not in it'],
  ['[a [b](c)](@claw)', true, 'a link does not hold another'],
  ['![a [b](c)](@claw)', false, 'an image may hold one'],
  ['![a](@claw =10x20)', false, 'an image may have a size'],
  ['[a](@claw =10x20)', true, 'a link has none'],
  ['``` `x` @claw', true, 'a fence has no backtick behind it'],
  ['```\n@claw\n~~~\n@claw', false, 'a fence is closed by its own kind only'],
  ['> a\n@claw', true, 'a paragraph goes on without its quotation'],
  ['> ```\n@claw', true, 'a fence does not'],
  ['[ https://example.com/@claw', true, 'an open bracket keeps an address from being one'],
  ['a\r\n\r\n    @claw', false, 'line ends of another kind count'],
])('%j mentions the bot: %j, since %s', (message, called) => {
  expect(isCalled(message)).toBe(called);
});

it('Each visible character maps to a range of the message', () => {
  const noise = fc.string({
    unit: fc.constantFrom('`', '\\', '[', ']', '(', ')', '&#64;', '@', ' ', '\n', '>', '-', 'ü'),
  });
  fc.assert(
    fc.property(noise, message => {
      for (const { text, starts, ends } of readMessage(message).runs) {
        expect([starts.length, ends.length]).toEqual([text.length, text.length]);
        for (const [index, start] of starts.entries()) {
          const end = ends[index] ?? 0;
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(message.length);
          expect(start).toBeGreaterThanOrEqual(starts[index - 1] ?? 0);
          expect(end).toBeGreaterThanOrEqual(ends[index - 1] ?? 0);
        }
      }
    }),
  );
});

it('Very deep nesting is read without an error', () => {
  expect(isCalled(`${'>'.repeat(5000)} @claw`)).toBe(true);
});
