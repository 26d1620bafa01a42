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
  ['(', 'mentionPatterns[0]: expected a regular expression, got "("'],
  ['', 'mentionPatterns[0]: expected a regular expression or its source, got ""'],
  ['(a+)+', 'mentionPatterns[0]: expected no repeated group with a repetition inside'],
  ['((a|b*)c){2,}', 'mentionPatterns[0]: expected no repeated group with a repetition inside'],
])('The pattern %j is refused', (pattern, message) => {
  expect(() => resolveRules({}, { mentionPatterns: [pattern] })).toThrow(message);
});

it.each(['(a+)b', '[+*]+', '(\\+)+', '(?:@|openclaw)?:', '\\bops bot\\b', '\\+?15555550123'])(
  'The pattern %j is accepted',
  pattern => {
    expect(() => resolveRules({}, { mentionPatterns: [pattern] })).not.toThrow();
  },
);
