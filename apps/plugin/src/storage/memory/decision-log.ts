import { type Decision, type DecisionLog, mostDecisions } from '../decision-log.ts';

/** Keeps the decisions in memory, for tests. */
export function memoryDecisionLog(): DecisionLog {
  const decisions: Decision[] = [];
  return {
    async note(decision) {
      decisions.push(decision);
      if (decisions.length > mostDecisions) decisions.shift();
    },
    about: async postId => decisions.filter(decision => decision.postId === postId),
  };
}
