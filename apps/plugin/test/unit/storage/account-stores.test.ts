import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CorruptFileError, NewerSchemaError } from '@clawmost/mm-inbox';
import { openStateFile } from '@clawmost/mm-inbox/sqlite';
import { expect, it, onTestFinished } from 'vitest';
import {
  changeDeadLetters,
  openSqliteStores,
  readSqliteStores,
  stateFilePath,
} from '../../../src/storage/account-stores.ts';
import { temporaryFolder } from '../../support/state-file.ts';

function open(stateDir: string, accountId = 'default') {
  const stores = openSqliteStores(stateDir, accountId);
  onTestFinished(() => stores.close());
  return stores;
}

it('Each account keeps everything in a file of its own', async () => {
  const stateDir = temporaryFolder();
  const [one, other] = [open(stateDir), open(stateDir, 'ops')];
  await one.pairing.put({ senderId: 'alice', requestedAt: 1, phase: 'code-posted' });
  await one.participation.note('root', 1_000);
  expect(await other.pairing.list()).toEqual([]);
  expect(await other.participation.lastAnswerAt('root', 2_000)).toBeUndefined();
  expect(stateFilePath(stateDir, 'default')).toBe(join(stateDir, 'mattermost', 'default.sqlite'));
});

it('All stores of an account survive a restart', async () => {
  const stateDir = temporaryFolder();
  const before = openSqliteStores(stateDir, 'default');
  await before.pairing.put({ senderId: 'alice', requestedAt: 1, phase: 'code-posted' });
  await before.participation.note('root', 1_000);
  await before.decisions.note({ postId: 'post', channelId: 'ops', userId: 'alice', at: 1, code: 'delivered' });
  await before.close();
  const after = open(stateDir);
  expect(await after.pairing.get('alice')).toMatchObject({ phase: 'code-posted' });
  expect(await after.participation.lastAnswerAt('root', 2_000)).toBe(1_000);
  expect(await after.decisions.about('post')).toMatchObject([{ code: 'delivered' }]);
});

it('An account id cannot lead out of the state folder', () => {
  expect(dirname(stateFilePath('/state', '../../etc/passwd'))).toBe(join('/state', 'mattermost'));
});

it('Only the owner can read the folder with the state files', () => {
  const stateDir = temporaryFolder();
  open(stateDir);
  expect(statSync(join(stateDir, 'mattermost')).mode & 0o077).toBe(0);
});

it('A file that is not a database is refused with an error that names it and says what to do', () => {
  const stateDir = temporaryFolder();
  open(stateDir, 'other');
  const path = stateFilePath(stateDir, 'default');
  writeFileSync(path, 'This is plain text. '.repeat(100));
  expect(() => openSqliteStores(stateDir, 'default')).toThrow(CorruptFileError);
  expect(() => openSqliteStores(stateDir, 'default')).toThrow(new RegExp(`${path}.*Move it away`));
});

it('A database that was cut short is refused with the same error', async () => {
  const stateDir = temporaryFolder();
  const stores = openSqliteStores(stateDir, 'default');
  for (let at = 0; at < 200; at += 1) await stores.participation.note(`root-${at}`, at);
  await stores.close();
  const path = stateFilePath(stateDir, 'default');
  truncateSync(path, Math.floor(readFileSync(path).length / 2));
  expect(() => openSqliteStores(stateDir, 'default')).toThrow(CorruptFileError);
});

it('A file of a newer version of the plugin is refused and is not changed', () => {
  const stateDir = temporaryFolder();
  open(stateDir, 'other');
  const path = stateFilePath(stateDir, 'default');
  const newer = openStateFile(path);
  newer.migrate('pairing', Array(99).fill('SELECT 1'));
  newer.close();
  expect(() => openSqliteStores(stateDir, 'default')).toThrow(NewerSchemaError);
  const again = openStateFile(path);
  onTestFinished(() => again.close());
  expect(() => again.migrate('pairing', Array(98).fill('SELECT 1'))).toThrow(/99/);
});

it('A file is read while the account is open elsewhere, and no file is made for an account that never ran', async () => {
  const stateDir = temporaryFolder();
  const stores = open(stateDir);
  await stores.ledger.acquireLease();
  await stores.decisions.note({ postId: 'post', channelId: 'ops', userId: 'alice', at: 1, code: 'delivered' });
  const read = await readSqliteStores(stateDir, 'default', async ({ decisions, ledger }) => ({
    decisions: await decisions.about('post'),
    holder: await ledger.leaseHolder(),
  }));
  expect(read).toMatchObject({ decisions: [{ code: 'delivered' }], holder: { pid: process.pid } });
  expect(await readSqliteStores(stateDir, 'ops', async () => 1)).toBeUndefined();
  expect(await changeDeadLetters(stateDir, 'ops', async () => 1)).toBeUndefined();
  expect(existsSync(stateFilePath(stateDir, 'ops'))).toBe(false);
});

it('A file without all tables is not read, with an error that names it and says what to do', async () => {
  const stateDir = temporaryFolder();
  open(stateDir, 'other');
  const path = stateFilePath(stateDir, 'default');
  openStateFile(path).close();
  await expect(readSqliteStores(stateDir, 'default', async () => 1)).rejects.toThrow(
    `${path} does not have all tables. An older version of the plugin wrote it`,
  );
});

it('A second process cannot run an account while the first one runs it', async () => {
  const stateDir = temporaryFolder();
  const [one, other] = [open(stateDir), open(stateDir)];
  await one.ledger.acquireLease();
  await expect(other.ledger.acquireLease()).rejects.toThrow(/runs this account already: stop it first/);
  await one.close();
  await expect(other.ledger.acquireLease()).resolves.toBe(0);
});
