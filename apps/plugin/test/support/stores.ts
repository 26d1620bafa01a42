import { onTestFinished } from 'vitest';
import { type AccountStores, createMemoryStores, openSqliteStores } from '../../src/storage/account-stores.ts';
import { temporaryFolder } from './state-file.ts';

/**
 * Every implementation of the stores: the suites in `test/unit/storage` run against each of them. Add yours here.
 *
 * @example describe.each(implementations)('… in %s', (_, open) => { const { participation } = open(); })
 */
export const implementations: readonly (readonly [name: string, open: () => AccountStores])[] = [
  ['memory', () => closedWithTest(createMemoryStores())],
  ['SQLite', () => closedWithTest(openSqliteStores(temporaryFolder(), 'default'))],
];

function closedWithTest(stores: AccountStores): AccountStores {
  onTestFinished(() => stores.close());
  return stores;
}
