import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { aPost } from '../../src/ledger-suite/check.ts';
import {
  CorruptFileError,
  createSqliteLedger,
  FileNotOpenedError,
  FileRemovedError,
  NewerSchemaError,
  openStateFile,
  type StateFile,
  type StateFileOptions,
} from '../../src/sqlite.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

function open(path: string, options?: StateFileOptions): StateFile {
  const file = openStateFile(path, options);
  onTestFinished(() => file.close());
  return file;
}

const path = (): string => join(temporaryFolder(), 'bot.sqlite');

it('A state file keeps tables of your own next to those of the ledger', async () => {
  const at = path();
  const file = open(at);
  const ledger = createSqliteLedger(file);
  file.migrate('bot', ['CREATE TABLE threads (root_id TEXT PRIMARY KEY) STRICT']);
  file.transaction(() => file.database.prepare('INSERT INTO threads VALUES (?)').run('r1'));
  await ledger.append({ entries: [aPost('a')] });
  await ledger.close();
  const again = open(at);
  again.migrate('bot', ['CREATE TABLE threads (root_id TEXT PRIMARY KEY) STRICT']);
  expect(
    again.database
      .prepare('SELECT root_id FROM threads')
      .all()
      .map(row => row['root_id']),
  ).toEqual(['r1']);
  expect(await createSqliteLedger(again).unsettled()).toHaveLength(1);
});

it('A migration runs each step once, and all of them or none', () => {
  const at = path();
  open(at).migrate('bot', ['CREATE TABLE one (x INTEGER)']);
  const steps = ['CREATE TABLE one (x INTEGER)', 'CREATE TABLE two (x INTEGER)', 'CREATE TABLE broken ('];
  expect(() => open(at).migrate('bot', steps)).toThrow(/syntax|incomplete/);
  const file = open(at);
  file.migrate('bot', steps.slice(0, 2));
  file.database.exec('INSERT INTO one VALUES (1); INSERT INTO two VALUES (1);');
  file.migrate('bot', steps.slice(0, 2));
});

it('A state file from a newer release is refused', () => {
  const at = path();
  open(at).migrate('inbox', ['SELECT 1', 'SELECT 1', 'SELECT 1']);
  expect(() => createSqliteLedger(open(at))).toThrow(NewerSchemaError);
  expect(() => createSqliteLedger(open(at))).toThrow(/at version 3, and this release knows 1/);
});

it('A transaction that throws is rolled back', () => {
  const file = open(path());
  file.migrate('bot', ['CREATE TABLE one (x INTEGER)']);
  const work = (): void => {
    file.database.exec('INSERT INTO one VALUES (1)');
    throw new Error('changed my mind');
  };
  expect(() => file.transaction(work, { durable: true })).toThrow('changed my mind');
  expect(file.database.prepare('SELECT count(*) AS n FROM one').get()?.['n']).toBe(0);
  expect(file.database.prepare('PRAGMA synchronous').get()?.['synchronous']).toBe(1);
});

it('The error for a damaged file names the file and says what to do', async () => {
  const noDatabase = path();
  writeFileSync(noDatabase, 'this is a text of some length, and no database at all. '.repeat(50));
  expect(() => openStateFile(noDatabase)).toThrow(CorruptFileError);
  expect(() => openStateFile(noDatabase)).toThrow(noDatabase);
  expect(() => openStateFile(noDatabase)).toThrow(/Move it away/);

  const damaged = path();
  const ledger = createSqliteLedger(openStateFile(damaged));
  await ledger.append({ entries: Array.from({ length: 500 }, (_, index) => aPost(`p${index}`, index)) });
  await ledger.close();
  const bytes = readFileSync(damaged);
  bytes.fill(0x5a, 8_192, bytes.length - 4_096);
  writeFileSync(damaged, bytes);
  expect(() => createSqliteLedger(openStateFile(damaged))).toThrow(CorruptFileError);
});

it('A state file can be read while another process writes to it', async () => {
  const at = path();
  const ledger = createSqliteLedger(open(at));
  await ledger.acquireLease();
  const looking = createSqliteLedger(open(at, { readOnly: true }));
  await ledger.append({ entries: [aPost('a')] });
  expect((await looking.find(['a'])).get('a')?.state).toBe('waiting');
  await expect(looking.append({ entries: [aPost('b')] })).rejects.toThrow(/readonly/);
  expect(() => openStateFile(join(temporaryFolder(), 'absent.sqlite'), { readOnly: true })).toThrow();
});

it('A closed state file has no side files and can be moved', async () => {
  const at = path();
  const ledger = createSqliteLedger(openStateFile(at));
  await ledger.append({ entries: [aPost('a')] });
  expect(existsSync(`${at}-wal`)).toBe(true);
  await ledger.close();
  expect(existsSync(`${at}-wal`)).toBe(false);
});

it('An empty path is refused, because SQLite would forget everything', () => {
  for (const wrong of ['', undefined, 5]) {
    expect(() => openStateFile(wrong as string)).toThrow(TypeError);
    expect(() => openStateFile(wrong as string)).toThrow('path: expected the path of a file or ":memory:", got');
  }
  const file = open(':memory:');
  expect(file.isInPlace()).toBe(true);
});

it('The error for a missing folder, or for a folder in place of the file, names the path', () => {
  const inNoFolder = join(temporaryFolder(), 'absent', 'bot.sqlite');
  const folder = join(temporaryFolder(), 'folder');
  mkdirSync(folder);
  for (const at of [inNoFolder, folder]) {
    expect(() => openStateFile(at)).toThrow(FileNotOpenedError);
    expect(() => openStateFile(at)).toThrow(`${at} cannot be opened`);
  }
});

it('A transaction refuses an async function and is rolled back', () => {
  const file = open(path());
  file.migrate('bot', ['CREATE TABLE one (x INTEGER)']);
  const work = async (): Promise<void> => {
    file.database.exec('INSERT INTO one VALUES (1)');
    throw new Error('this rejection is handled');
  };
  expect(() => file.transaction(work)).toThrow('work: expected a function that is not async');
  expect(file.database.prepare('SELECT count(*) AS n FROM one').get()?.['n']).toBe(0);
});

it('A ledger whose file was removed or replaced says so when its lease is renewed', async () => {
  const removed = path();
  const ledger = createSqliteLedger(open(removed));
  await ledger.acquireLease();
  await ledger.renewLease();
  rmSync(removed);
  await expect(ledger.renewLease()).rejects.toBeInstanceOf(FileRemovedError);
  const replaced = path();
  const other = createSqliteLedger(open(replaced));
  await other.acquireLease();
  renameSync(replaced, `${replaced}.old`);
  writeFileSync(replaced, '');
  await expect(other.renewLease()).rejects.toMatchObject({ code: 'file-removed', file: replaced });
});
