// Checks for a ledger of your own
import type { LedgerCheck } from './ledger-suite/check.ts';
import { entryChecks } from './ledger-suite/entry-checks.ts';
import { progressChecks } from './ledger-suite/progress-checks.ts';

export type { LedgerCheck, OpenLedger } from './ledger-suite/check.ts';

/**
 * What every `Ledger` must do, one check after the other, for any test runner.
 *
 * @example
 * for (const { name, run } of ledgerSuite) it(name, () => run(openerOfAnEmptyDatabase()));
 */
export const ledgerSuite: readonly LedgerCheck[] = [...entryChecks, ...progressChecks];
