import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findMentions, stripMentions } from '../../src/index.ts';
import { readMessage } from '../../src/markdown.ts';

const strip = (message: string) => stripMentions(message, findMentions(message, ['claw']));

it.each([
  ['@claw hi', 'hi'],
  ['hi @claw', 'hi'],
  ['hi @claw there', 'hi there'],
  ['@claw: do it', 'do it'],
  ['@claw, do it', 'do it'],
  ['thanks @claw.', 'thanks.'],
  ['well, @claw! Go', 'well,! Go'],
  ['@claw @Claw hi', 'hi'],
  ['hey @claw @claw', 'hey'],
  ['@claw /new', '/new'],
  ['@claw', ''],
  ['  @claw  ', ''],
  ['@claw\nhello', 'hello'],
  ['@claw\r\nhello', 'hello'],
  ['one\n@claw\n\ntwo', 'one\n\ntwo'],
  ['one\n  @claw two', 'one\n  two'],
  ['@claw\n```js\n@claw  x\n```', '```js\n@claw  x\n```'],
  ['`@claw` @claw', '`@claw`'],
  ['| @claw | a  b |', '| | a  b |'],
  ['@claw - one\n  - two', '- one\n  - two'],
  ['@claw? hi', 'hi'],
  ['@claw; hi', 'hi'],
  ['@claw!!! hi', 'hi'],
  ['@claw！ 你好', '你好'],
  ['@claw，你好', '你好'],
  ['hello @claw，你好', 'hello 你好'],
  ['@claw?', ''],
  ['@claw\u00a0/status', '/status'],
  ['@claw\u2003/status', '/status'],
  ['@claw\u3000/status', '/status'],
  ['@claw\u200b mytask', 'mytask'],
  ['\u200b@claw mytask', 'mytask'],
  ['@claw\tmytask', 'mytask'],
])('The message %j becomes %j', (message, text) => {
  expect(strip(message)).toBe(text);
});

it.each([['**@claw** hi'], ['(@claw)'], ['[@claw](https://example.com)'], ['> @claw`x`'], ['so.@claw']])(
  'The mention in %j stays, because the markup would break',
  message => {
    expect(strip(message)).toBe(message);
  },
);

it('A mention that is given twice is removed once', () => {
  const mentions = findMentions('@claw hi', ['claw']);
  expect(stripMentions('@claw hi', [...mentions, ...mentions])).toBe('hi');
});

it('A message whose text would turn into code stays whole', () => {
  expect(strip('@claw\n    four blanks')).toBe('@claw\n    four blanks');
});

it('The indentation that makes the first line code stays', () => {
  expect(strip('    code\n\n@claw look')).toBe('    code\n\nlook');
});

const pieces = ['@claw', ' ', '\n', '`', '```', '    ', '- ', '> ', '|', 'a', 'b.', ',', ':', '**'];
const messages = fc.array(fc.constantFrom(...pieces), { maxLength: 24 }).map(parts => parts.join(''));

it('All code stays as it was', () => {
  fc.assert(
    fc.property(messages, message => {
      const code = (text: string) => readMessage(text).code.map(each => each.trim());
      expect(code(strip(message))).toEqual(code(message));
    }),
    { numRuns: 500 },
  );
});

it('Only mentions, blanks, line ends and punctuation after a mention are removed', () => {
  fc.assert(
    fc.property(messages, message => {
      const rest = (text: string) => text.replace(/@claw[.,:]*|\s/g, '');
      expect(rest(strip(message))).toBe(rest(message));
    }),
    { numRuns: 500 },
  );
});
