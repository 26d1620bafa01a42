import { createSqliteStore } from '@clawmost/mm-hmac-buttons';
import type { StateFile } from '@clawmost/mm-inbox/sqlite';
import type { Tickets } from '../tickets.ts';

/** Keeps tickets in a state file, in the tables of `mm-hmac-buttons`, which brings them up to date by itself. */
export function sqliteTickets(file: StateFile): Tickets {
  const { database } = file;
  const store = createSqliteStore(database);
  return {
    ...store,
    forgetClaims: async () =>
      file.transaction(() => {
        database.exec('UPDATE mm_choices SET claimed_by = NULL WHERE claimed_by IS NOT NULL; DELETE FROM mm_claims');
      }),
  };
}
