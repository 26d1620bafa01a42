import { setTimeout as sleep } from 'node:timers/promises';
import { createSqliteLedger, openStateFile } from '@clawmost/mm-inbox/sqlite';
import type { LedgerEntry } from './verdict.ts';
import type { World } from './world.ts';

/** What a ledger in a file says about everything that was said, by the post's id. */
export async function entriesOf(path: string, { said }: World): Promise<ReadonlyMap<string, LedgerEntry>> {
  return readLedger(path, ledger => ledger.find(said.map(({ postId }) => postId)));
}

/** Whether everything that was said has come to its end there, good or bad; no, while that cannot be read. */
export async function isOver(path: string, world: World): Promise<boolean> {
  try {
    const entries = await entriesOf(path, world);
    return world.said.every(({ postId }) => ['settled', 'dead'].includes(entries.get(postId)?.state ?? ''));
  } catch {
    return false;
  }
}

/** Waits until the very first start is over: what is written from then on is to be answered. */
export async function untilStarted(path: string): Promise<void> {
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

/** Looks without disturbing. */
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
