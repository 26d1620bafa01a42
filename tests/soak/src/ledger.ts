import { setTimeout as sleep } from 'node:timers/promises';
import { createSqliteLedger, openStateFile } from '@clawmost/mm-inbox/sqlite';
import type { LedgerEntry } from './verdict.ts';
import type { World } from './world.ts';

/** The entries of a ledger file for all messages of people, by post id. */
export async function entriesOf(path: string, { said }: World): Promise<ReadonlyMap<string, LedgerEntry>> {
  return readLedger(path, ledger => ledger.find(said.map(({ postId }) => postId)));
}

/** Whether every message is settled or dead in the ledger; false while the file cannot be read. */
export async function isOver(path: string, world: World): Promise<boolean> {
  try {
    const entries = await entriesOf(path, world);
    return world.said.every(({ postId }) => ['settled', 'dead'].includes(entries.get(postId)?.state ?? ''));
  } catch {
    return false;
  }
}

/** Waits until the first start is recorded: the bot answers only messages that are written after it. */
export async function waitUntilStarted(path: string): Promise<void> {
  let cause: unknown;
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(50)) {
    try {
      if ((await readLedger(path, ledger => ledger.progress())).startedAt !== undefined) return;
    } catch (error) {
      cause = error;
    }
  }
  throw new Error('the bot has not started within 60 s', { cause });
}

/** Opens the file only for reading, so that the bot is not disturbed. */
async function readLedger<T>(
  path: string,
  read: (ledger: ReturnType<typeof createSqliteLedger>) => Promise<T>,
): Promise<T> {
  const file = openStateFile(path, { readOnly: true });
  try {
    return await read(createSqliteLedger(file));
  } finally {
    file.close();
  }
}
