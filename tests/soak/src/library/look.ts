import { readFileSync } from 'node:fs';
import { createSqliteLedger, openStateFile } from '@clawmost/mm-inbox/sqlite';
import { judge, type LedgerEntry, type Verdict } from '../verdict.ts';
import type { World } from '../world.ts';

/** What the bot leaves on the disk. */
export interface BotFiles {
  /** Its ledger. */
  readonly state: string;
  /** The posts that were handed over. */
  readonly handOvers: string;
}

/** Whether the very first start is over: what is written from then on is to be answered. */
export async function hasStarted({ state }: BotFiles): Promise<boolean> {
  return (await readLedger(state, async ledger => (await ledger.progress()).startedAt)) !== undefined;
}

/** Whether everything that was said has come to its end, good or bad. */
export async function isOver({ state }: BotFiles, { said }: World): Promise<boolean> {
  const entries = await entriesOf(state, said);
  return said.every(({ postId }) => ['settled', 'dead'].includes(entries.get(postId)?.state ?? ''));
}

/** Holds the ledger and what the bot wrote against what was said. */
export async function look({ state, handOvers }: BotFiles, world: World): Promise<Verdict> {
  const { said } = world;
  const byId = new Map(said.map(({ postId, text }) => [postId, text]));
  return judge({
    said,
    entries: await entriesOf(state, said),
    handOvers: readFileSync(handOvers, 'utf8').split('\n').filter(Boolean),
    answers: world.botPosts().map(post => ({
      texts: [byId.get(String((post.props['soak'] as { answers?: unknown } | undefined)?.answers)) ?? ''],
      channelId: post.channel_id,
      rootId: post.root_id,
    })),
  });
}

async function entriesOf(state: string, said: World['said']): Promise<ReadonlyMap<string, LedgerEntry>> {
  return (await readLedger(state, ledger => ledger.find(said.map(({ postId }) => postId)))) ?? new Map();
}

/** Looks without disturbing; nothing while the file is not there, or not ready. */
async function readLedger<T>(
  path: string,
  read: (ledger: ReturnType<typeof createSqliteLedger>) => Promise<T>,
): Promise<T | undefined> {
  try {
    const file = openStateFile(path, { readOnly: true });
    try {
      return await read(createSqliteLedger(file));
    } finally {
      file.close();
    }
  } catch {
    return undefined;
  }
}
