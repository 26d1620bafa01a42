import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createSqliteLedger, openStateFile } from '../../src/sqlite.ts';
import { describeLedger } from '../suites/ledger.ts';
import { temporaryFolder } from './temporary-folder.ts';

describeLedger('the ledger in a file', () => {
  const path = join(temporaryFolder(), 'bot.sqlite');
  return options => {
    const ledger = createSqliteLedger(openStateFile(path), options);
    onTestFinished(() => ledger.close());
    return ledger;
  };
});
