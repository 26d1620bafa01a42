import { type Budget, createBudget } from './budget.ts';

/** Counts up when a {@link Budget} changes in a way that an older copy of this module could not work with. */
const registryName = Symbol.for('@clawmost/mm-rest budgets 1');

/**
 * The one budget that all clients of an origin share in this process.
 *
 * It hangs on `globalThis` and not in this module: programs that load plugins load the module several times, from
 * different places, and Mattermost counts all of their calls together.
 */
export function sharedBudget(origin: string): Budget {
  const shared = globalThis as { [registryName]?: Map<string, Budget> };
  shared[registryName] ??= new Map();
  const known = shared[registryName].get(origin);
  if (known !== undefined) return known;
  const budget = createBudget();
  shared[registryName].set(origin, budget);
  return budget;
}
