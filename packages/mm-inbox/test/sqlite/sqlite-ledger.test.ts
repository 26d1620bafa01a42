import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { it, onTestFinished } from 'vitest';
import { ledgerSuite } from '../../src/ledger-suite.ts';
import { createSqliteLedger, type Ledger, openStateFile } from '../../src/sqlite.ts';
import { itKeepsItsPromises } from '../support/ledger-schedules.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

it.each(ledgerSuite)('In a file: $name', async ({ run }) => {
  const path = join(temporaryFolder(), 'bot.sqlite');
  await run(testing => {
    const ledger = createSqliteLedger(openStateFile(path), { testing });
    onTestFinished(() => ledger.close());
    return ledger;
  });
});

let folder: string | undefined;

itKeepsItsPromises('In a file', () => {
  folder ??= temporaryFolder();
  const path = join(folder, 'bot.sqlite');
  const ledgers: Ledger[] = [];
  return {
    open(testing) {
      const ledger = createSqliteLedger(openStateFile(path), { testing });
      ledgers.push(ledger);
      return ledger;
    },
    async done() {
      for (const ledger of ledgers) await ledger.close().catch(() => {});
      for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
    },
  };
});
