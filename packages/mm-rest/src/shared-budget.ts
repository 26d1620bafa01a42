import { createHash } from 'node:crypto';
import type { AnswerHead } from './allowance.ts';
import { type Budget, createBudget, type Turn } from './budget.ts';

/** The budgets of one origin. Other copies of this module use the same object, so its shape belongs to the registry's name. */
interface OriginBudgets {
  /** For all accounts, as long as the server counts them together. */
  readonly common: Budget;
  /** By a hash of the token, once the server is known to count each account for itself. */
  readonly byAccount: Map<string, Budget>;
  /** Whether the server is known to count each account for itself. */
  perAccount: boolean;
}

/** The number changes whenever {@link OriginBudgets} or {@link Budget} changes in a way that an older copy cannot use. */
const registryName = Symbol.for('@clawmost/mm-rest budgets 1');

/**
 * The budget that all clients of an origin share in this process.
 *
 * It is kept on `globalThis` and not in this module: programs that load plugins load the module several times, from
 * different places, and Mattermost counts all of their calls together. By default it counts by address; where it counts
 * by account (`VaryByUser`), its limiter runs twice and sends each header twice, and from then on each account has a
 * budget of its own. There are never more of them than tokens in use.
 */
export function sharedBudget(origin: string, token: string): Budget {
  const budgets = ofOrigin(origin);
  const account = createHash('sha256').update(token).digest('base64url');
  const current = () => (budgets.perAccount ? ofAccount(budgets, account) : budgets.common);

  /** Looks at the answer on its way to the common budget. */
  function observe(turn: Turn): Turn {
    if (!turn.ok) return turn;
    return {
      ok: true,
      done(answer) {
        if (answer !== undefined && countsByAccount(answer)) budgets.perAccount = true;
        turn.done(answer);
      },
    };
  }

  return {
    enter(request) {
      if (budgets.perAccount) return current().enter(request);
      const turn = budgets.common.enter(request);
      return turn instanceof Promise ? turn.then(observe) : observe(turn);
    },
    status: () => current().status(),
  };
}

function ofOrigin(origin: string): OriginBudgets {
  const shared = globalThis as { [registryName]?: Map<string, OriginBudgets> };
  shared[registryName] ??= new Map();
  const known = shared[registryName].get(origin);
  if (known !== undefined) return known;
  const budgets = { common: createBudget(), byAccount: new Map(), perAccount: false };
  shared[registryName].set(origin, budgets);
  return budgets;
}

function ofAccount({ byAccount }: OriginBudgets, account: string): Budget {
  const known = byAccount.get(account);
  if (known !== undefined) return known;
  const budget = createBudget();
  byAccount.set(account, budget);
  return budget;
}

function countsByAccount({ headers }: AnswerHead): boolean {
  return headers.get('x-ratelimit-limit')?.includes(',') ?? false;
}
