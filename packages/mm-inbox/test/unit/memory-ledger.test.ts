import { createMemoryLedger, createMemoryStore } from '../../src/index.ts';
import { describeLedger } from '../suites/ledger.ts';
import { itKeepsItsPromises } from '../suites/schedules.ts';

describeLedger('the ledger in memory', () => {
  const store = createMemoryStore();
  return options => createMemoryLedger({ ...options, store });
});

itKeepsItsPromises('the ledger in memory', () => {
  const store = createMemoryStore();
  return { open: options => createMemoryLedger({ ...options, store }), done: async () => {} };
});
