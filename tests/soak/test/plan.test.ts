import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makePlan, type PlanOptions } from '../src/plan.ts';

type Kind = 'cut' | 'killed' | 'restarted';
const options: PlanOptions<Kind> = {
  ...{ seed: 1, messages: 100, people: 5, channels: 20, troubles: ['cut', 'killed', 'restarted'], troubleCount: 5 },
  ...{ longestTroubleMs: 1_000, longestPauseMs: 100 },
};

it('The same seed makes the same plan, and another seed another one', () => {
  expect(makePlan(options)).toEqual(makePlan(options));
  expect(makePlan({ ...options, seed: 2 })).not.toEqual(makePlan(options));
});

it('A plan holds every message once, replies only to earlier posts, and has every trouble between messages', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 20, max: 200 }), (seed, messages) => {
      const plan = makePlan({ ...options, seed, messages });
      const said = plan.flatMap(step => ('say' in step ? [step.say] : []));
      expect(said.map(({ number }) => number)).toEqual(Array.from({ length: messages }, (_, index) => index + 1));
      for (const { number, thread, place, author } of said) {
        if (thread === undefined) continue;
        expect(thread).toBeLessThan(number);
        const root = said[thread - 1];
        expect(root).toMatchObject({ thread: undefined, place, ...(place === 'direct' && { author }) });
      }
      const kinds = plan.flatMap(step => ('trouble' in step ? [step.trouble.kind] : []));
      expect(kinds).toHaveLength(5);
      expect(new Set(kinds)).toEqual(new Set(options.troubles));
      expect('say' in (plan[0] ?? {}) && !('trouble' in (plan.at(-1) ?? {}))).toBe(true);
    }),
  );
});
