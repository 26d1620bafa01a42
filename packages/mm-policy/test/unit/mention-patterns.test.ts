import { expect, it } from 'vitest';
import { decide, resolveRules } from '../../src/index.ts';
import { factsOf } from '../support/facts-of.ts';

const reasonFor = (patterns: (string | RegExp)[], message: string) =>
  decide(factsOf({ post: { message } }), resolveRules({ groupPolicy: 'open' }, { mentionPatterns: patterns })).reason;

it('A pattern wakes the bot, in any case if it is given as text', () => {
  expect(reasonFor(['\\bopenclaw\\b'], 'ask OpenClaw')).toBe('pattern-mentioned');
  expect(reasonFor([/\bopenclaw\b/], 'ask OpenClaw')).toBe('not-mentioned');
});

it('A pattern does not count in code and web addresses', () => {
  expect(reasonFor(['openclaw'], '`openclaw`')).toBe('not-mentioned');
  expect(reasonFor(['openclaw'], 'https://openclaw.example.com')).toBe('not-mentioned');
});

it('A pattern counts in attachments', () => {
  const post = { message: '', props: { attachments: [{ pretext: 'ask openclaw' }] } };
  const rules = resolveRules({ groupPolicy: 'open' }, { mentionPatterns: ['openclaw'] });
  expect(decide(factsOf({ post }), rules).reason).toBe('pattern-mentioned');
});

it('A pattern with the flag g gives the same answer twice', () => {
  const rules = resolveRules({ groupPolicy: 'open' }, { mentionPatterns: [/claw/g] });
  const facts = factsOf({ post: { message: 'claw' } });
  expect([decide(facts, rules).reason, decide(facts, rules).reason]).toEqual([
    'pattern-mentioned',
    'pattern-mentioned',
  ]);
});

it.each([
  ['(a|a)*$', 'mentionPatterns[0]: expected no repeated group'],
  ['(a?){40}$', 'mentionPatterns[0]: expected no repeated group'],
  ['(?:x|y)+', 'mentionPatterns[0]: expected no repeated group'],
  [/(a|a)*$/, 'mentionPatterns[0]: expected no repeated group'],
  [5, 'mentionPatterns[0]: expected a regular expression or its source, got number'],
  ['(', 'mentionPatterns[0]: expected a regular expression, got "("'],
  ['', 'mentionPatterns[0]: expected a regular expression or its source, got ""'],
  [
    '(a+)+',
    'mentionPatterns[0]: expected no repeated group that contains a repetition, a choice or something optional',
  ],
  [
    '((a|b*)c){2,}',
    'mentionPatterns[0]: expected no repeated group that contains a repetition, a choice or something optional',
  ],
])('The pattern %j is refused', (pattern, message) => {
  expect(() => resolveRules({}, { mentionPatterns: [pattern as string] })).toThrow(message);
});

it.each([
  '(a+)b',
  '[+*]+',
  '(\\+)+',
  '(?:@|openclaw)?:',
  '(?<!x)(?:ab)+',
  '(?<name>ab){2}',
  '\\bops bot\\b',
  '\\+?15555550123',
])('The pattern %j is accepted', pattern => {
  expect(() => resolveRules({}, { mentionPatterns: [pattern] })).not.toThrow();
});

it('A pattern does not count in the name of an emoji or in an email address', () => {
  for (const message of [':claw:', 'nice :claw: there', ':@claw:', 'me@claw', 'write to me@claw.example']) {
    expect([message, reasonFor(['claw', '\\bclaw\\b'], message)]).toEqual([message, 'not-mentioned']);
  }
  expect(reasonFor(['claw'], 'ask claw')).toBe('pattern-mentioned');
});

const derivedReasonFor = (message: string, pattern: string | RegExp = /\b@?lobster\b/iu) =>
  decide(factsOf({ post: { message } }), resolveRules({ groupPolicy: 'open' }, { derivedMentionPatterns: [pattern] }))
    .reason;

it.each([
  'lobster soup for lunch',
  'me@lobster',
  '@lobster-fan hi',
  '@lobster.fan',
  ':lobster:',
  '`@lobster`',
  '@lobsters',
])('A pattern that was derived from a name does not count in %j', message => {
  expect(derivedReasonFor(message)).toBe('not-mentioned');
});

it.each(['@Lobster hi', 'hi @lobster.', '(@lobster)', 'ask @lobster, please', '@lobster에게'])(
  'A pattern that was derived from a name counts in %j',
  message => {
    expect(derivedReasonFor(message, 'lobster')).toBe('pattern-mentioned');
    expect(derivedReasonFor(message, '@?lobster')).toBe('pattern-mentioned');
  },
);

it('A pattern that was derived from an emoji never counts by itself', () => {
  expect(derivedReasonFor('look 🦞', '🦞')).toBe('not-mentioned');
});
