import { statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openState, stateFilePath } from '../../../src/storage/sqlite/open-state.ts';
import { temporaryFolder } from '../../support/state-file.ts';

function open(stateDir: string, accountId = 'default') {
  const state = openState(stateDir, accountId);
  onTestFinished(() => state.ledger.close());
  return state;
}

it('keeps everything of an account in one file of its own', () => {
  const stateDir = temporaryFolder();
  const [one, other] = [open(stateDir), open(stateDir, 'ops')];
  one.owed.taken(['post'], { channelId: 'ops', rootId: undefined }, Date.now());
  one.pairing.put({ senderId: 'alice', askedAt: 1, phase: 'asked' });
  expect(one.file.path).toBe(join(stateDir, 'mattermost', 'default.sqlite'));
  expect(other.owed.servedBy({ channelId: 'ops', rootId: undefined, named: undefined })).toEqual([]);
  expect(other.pairing.list()).toEqual([]);
});

it('does not let the name of an account lead out of the folder', () => {
  expect(dirname(stateFilePath('/state', '../../etc/passwd'))).toBe(join('/state', 'mattermost'));
});

it('lets nobody but the owner read the folder', () => {
  const stateDir = temporaryFolder();
  open(stateDir);
  expect(statSync(join(stateDir, 'mattermost')).mode & 0o077).toBe(0);
});

it('names a damaged file and says what to do', () => {
  const stateDir = temporaryFolder();
  open(stateDir, 'other');
  const path = stateFilePath(stateDir, 'default');
  writeFileSync(path, 'this is no database, however long one looks at it. '.repeat(100));
  expect(() => openState(stateDir, 'default')).toThrow(new RegExp(`${path}.*Move it away`));
});

it('is refused to a second process while the first one is alive', async () => {
  const stateDir = temporaryFolder();
  const [one, other] = [open(stateDir), open(stateDir)];
  await one.ledger.acquireLease();
  await expect(other.ledger.acquireLease()).rejects.toThrow(/runs this account already: stop it first/);
  await one.ledger.close();
  await expect(other.ledger.acquireLease()).resolves.toBe(0);
});
