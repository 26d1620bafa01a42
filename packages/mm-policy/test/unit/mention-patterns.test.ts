import { describe, expect, it } from 'vitest';
import { decide, resolveRules } from '../../src/index.ts';
import { factsOf } from './facts-of.ts';

const reasonFor = (patterns: (string | RegExp)[], message: string) =>
  decide(factsOf({ post: { message } }), resolveRules({ groupPolicy: 'open' }, { mentionPatterns: patterns })).reason;

describe('mention patterns', () => {
  it('wake the bot, in any case when they are given as text', () => {
    expect(reasonFor(['\\bopenclaw\\b'], 'ask OpenClaw')).toBe('pattern-mentioned');
    expect(reasonFor([/\bopenclaw\b/], 'ask OpenClaw')).toBe('not-mentioned');
  });

  it('do not count in code and addresses', () => {
    expect(reasonFor(['openclaw'], '`openclaw`')).toBe('not-mentioned');
    expect(reasonFor(['openclaw'], 'https://openclaw.example.com')).toBe('not-mentioned');
  });

  it('count in attachments', () => {
    const post = { message: '', props: { attachments: [{ pretext: 'ask openclaw' }] } };
    const rules = resolveRules({ groupPolicy: 'open' }, { mentionPatterns: ['openclaw'] });
    expect(decide(factsOf({ post }), rules).reason).toBe('pattern-mentioned');
  });

  it('answer the same twice, even when they were made to remember', () => {
    const rules = resolveRules({ groupPolicy: 'open' }, { mentionPatterns: [/claw/g] });
    const facts = factsOf({ post: { message: 'claw' } });
    expect([decide(facts, rules).reason, decide(facts, rules).reason]).toEqual([
      'pattern-mentioned',
      'pattern-mentioned',
    ]);
  });

  it.each([
    ['(', 'mentionPatterns[0] is no regular expression'],
    ['', 'mentionPatterns[0] must be a regular expression'],
    ['(a+)+', 'mentionPatterns[0] repeats a group that itself repeats'],
    ['((a|b*)c){2,}', 'mentionPatterns[0] repeats a group that itself repeats'],
  ])('are refused when they are %j', (pattern, message) => {
    expect(() => resolveRules({}, { mentionPatterns: [pattern] })).toThrow(message);
  });

  it.each(['(a+)b', '[+*]+', '(\\+)+', '(?:@|openclaw)?:', '\\bops bot\\b', '\\+?15555550123'])(
    'may be %j',
    pattern => {
      expect(() => resolveRules({}, { mentionPatterns: [pattern] })).not.toThrow();
    },
  );
});
