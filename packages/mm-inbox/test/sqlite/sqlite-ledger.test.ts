import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createSqliteLedger, type Ledger, openStateFile } from '../../src/sqlite.ts';
import { describeLedger } from '../suites/ledger.ts';
import { itKeepsItsPromises } from '../suites/schedules.ts';
import { temporaryFolder } from './temporary-folder.ts';

describeLedger('the ledger in a file', () => {
  const path = join(temporaryFolder(), 'bot.sqlite');
  return options => {
    const ledger = createSqliteLedger(openStateFile(path), options);
    onTestFinished(() => ledger.close());
    return ledger;
  };
});

let folder: string | undefined;

itKeepsItsPromises('the ledger in a file', () => {
  folder ??= temporaryFolder();
  const path = join(folder, 'bot.sqlite');
  const ledgers: Ledger[] = [];
  return {
    open(options) {
      const ledger = createSqliteLedger(openStateFile(path), options);
      ledgers.push(ledger);
      return ledger;
    },
    async done() {
      for (const ledger of ledgers) await ledger.close().catch(() => {});
      for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
    },
  };
});
