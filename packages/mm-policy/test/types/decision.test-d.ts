import { expectTypeOf } from 'vitest';
import {
  type AnswerReason,
  type Decision,
  decide,
  type PolicyFacts,
  type PolicyRules,
  type SilenceReason,
} from '../../src/index.ts';

// Compiled by the type check, never run.

declare const facts: PolicyFacts;
declare const rules: PolicyRules;

const decision = decide(facts, rules);
expectTypeOf(decision).toEqualTypeOf<Decision>();

switch (decision.action) {
  case 'answer':
    expectTypeOf(decision.reason).toEqualTypeOf<AnswerReason>();
    expectTypeOf(decision.speaker.subject).toEqualTypeOf<string>();
    break;
  case 'pair':
    expectTypeOf(decision.speaker.kind).toEqualTypeOf<'person' | 'bot'>();
    break;
  case 'silence':
    expectTypeOf(decision.reason).toEqualTypeOf<SilenceReason>();
    break;
}
