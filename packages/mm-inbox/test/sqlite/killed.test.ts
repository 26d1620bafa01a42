import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { createSqliteLedger, LeaseHeldError, openStateFile } from '../../src/sqlite.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

// Starting a process, and each write to the disk, can take long on a busy machine.
it('The file has everything that a killed process was told is written', {
  timeout: 120_000,
}, async () => {
  const path = join(temporaryFolder(), 'bot.sqlite');
  const child = spawn(process.execPath, [fileURLToPath(new URL('../support/writer.ts', import.meta.url)), path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  const exit = once(child, 'exit');
  for await (const chunk of child.stdout) {
    said += chunk;
    if (said.split('\n').length < 100) continue;
    // The child is alive: the lease must be refused.
    if (!child.killed) {
      const other = createSqliteLedger(openStateFile(path));
      await expect(other.acquireLease()).rejects.toBeInstanceOf(LeaseHeldError);
      await other.close();
    }
    child.kill('SIGKILL');
  }
  await exit;
  const done = said.split('\n').slice(0, -1);
  const appended = done.filter(line => line.startsWith('appended')).length;
  const settled = done.filter(line => line.startsWith('settled')).length;

  const ledger = createSqliteLedger(openStateFile(path));
  // Without waiting for the lease to go stale.
  const interrupted = await ledger.acquireLease();
  const { waiting, running, settled: settledNow } = await ledger.counts();
  expect(running).toBe(0);
  expect(waiting + settledNow).toBeGreaterThanOrEqual(appended);
  expect(settledNow).toBeGreaterThanOrEqual(settled);
  expect(interrupted).toBeGreaterThanOrEqual(Math.floor(appended / 2) - 1);
  expect((await ledger.progress()).completeUntil).toBe(waiting + settledNow - 1);
  await ledger.close();
});
