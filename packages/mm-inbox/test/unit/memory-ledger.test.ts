import { createMemoryLedger, createMemoryStore } from '../../src/index.ts';
import { describeLedger } from '../suites/ledger.ts';

describeLedger('the ledger in memory', () => {
  const store = createMemoryStore();
  return options => createMemoryLedger({ ...options, store });
});
