import type { StateFile } from '@clawmost/mm-inbox/sqlite';
import type { Preview, Previews } from '../previews.ts';

const steps = [
  `CREATE TABLE previews (
     delivery_id TEXT PRIMARY KEY, turn_id TEXT NOT NULL, channel_id TEXT NOT NULL, root_id TEXT, post_id TEXT,
     created_at INTEGER NOT NULL) STRICT`,
];

/** Keeps the previews in a state file. */
export function sqlitePreviews(file: StateFile): Previews {
  file.migrate('previews', steps);
  const { database } = file;
  const write = database.prepare('INSERT OR REPLACE INTO previews VALUES (?, ?, ?, ?, NULL, ?)');
  const notePost = database.prepare('UPDATE previews SET post_id = ? WHERE delivery_id = ?');
  const find = database.prepare('SELECT * FROM previews WHERE delivery_id = ?');
  const list = database.prepare('SELECT * FROM previews ORDER BY created_at, rowid');
  const forget = database.prepare('DELETE FROM previews WHERE delivery_id = ?');
  return {
    add: async ({ deliveryId, turnId, channelId, rootId, createdAt }) =>
      void write.run(deliveryId, turnId, channelId, rootId ?? null, createdAt),
    notePost: async (deliveryId, postId) => void notePost.run(postId, deliveryId),
    async find(deliveryId) {
      const row = find.get(deliveryId);
      return row && toPreview(row);
    },
    list: async () => list.all().map(toPreview),
    forget: async deliveryId => void forget.run(deliveryId),
  };
}

function toPreview(row: Record<string, unknown>): Preview {
  return {
    deliveryId: String(row['delivery_id']),
    turnId: String(row['turn_id']),
    channelId: String(row['channel_id']),
    rootId: row['root_id'] === null ? undefined : String(row['root_id']),
    postId: row['post_id'] === null ? undefined : String(row['post_id']),
    createdAt: Number(row['created_at']),
  };
}
