import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ledger, NewEntry } from '@clawmost/mm-inbox';
import { createSqliteLedger, openStateFile } from '@clawmost/mm-inbox/sqlite';

/** A ledger in a file of its own. */
export interface LedgerFile {
  readonly path: string;
  readonly ledger: Ledger;
  /** Closes the ledger and removes the file. */
  close(): Promise<void>;
}

/** Makes a ledger in a new file. */
export function openLedger(): LedgerFile {
  const dir = mkdtempSync(join(tmpdir(), 'clawmost-bench-'));
  const path = join(dir, 'bot.sqlite');
  const ledger = createSqliteLedger(openStateFile(path));
  return {
    path,
    ledger,
    async close() {
      await ledger.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

// Recent enough that the ledger does not delete it because of its age.
const began = Date.now() - 86_400_000;

/** The n-th post, as the inbox appends it to its ledger: in one of a hundred channels, with a text of usual length. */
export function newEntry(n: number): NewEntry {
  const id = n.toString(36).padStart(26, '0');
  const channelId = (n % 100).toString(36).padStart(26, 'c');
  const at = began + n;
  const message = '@claw the build of **release-6** failed again, could you look at what changed since yesterday?';
  const post = { id, create_at: at, channel_id: channelId, user_id: 'u'.repeat(26), root_id: '', message, type: '' };
  const entry = { key: id, kind: 'post', conversation: channelId, channelId, rootId: '', at, editedAt: 0 };
  return { ...entry, payload: post };
}
