import { it } from 'vitest';
import { createMemoryLedger, createMemoryStore } from '../../src/index.ts';
import { ledgerSuite } from '../../src/ledger-suite.ts';
import { itKeepsItsPromises } from '../support/ledger-schedules.ts';

const open = () => {
  const store = createMemoryStore();
  return (testing: object) => createMemoryLedger({ store, testing });
};

it.each(ledgerSuite)('In memory: $name', async ({ run }) => {
  await run(open());
});

itKeepsItsPromises('In memory', () => ({ open: open(), done: async () => {} }));
