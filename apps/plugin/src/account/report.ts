import type { AccountLog } from '../host/log.ts';
import type { Diagnosis } from '../server/diagnosis.ts';
import type { AccountStatus } from './status.ts';

/** Tells the person who runs the gateway what stands between an account and its server. */
export interface Report {
  failure(diagnosis: Diagnosis): void;
  /** It works now: the next failure is news again. */
  over(): void;
}

/** Writes each failure into the status, and into the log once for as long as it stays the same. */
export function createReport(log: AccountLog, status: AccountStatus): Report {
  let known: string | undefined;
  return {
    failure({ line, terminal }) {
      if (line !== known) log.error(terminal ? line : `${line} (trying again)`);
      known = line;
      if (terminal) status.blocked(line);
      else status.recovering(line);
    },
    over() {
      known = undefined;
    },
  };
}
