import type { StateFile } from '@clawmost/mm-inbox/sqlite';
import { type DecisionLog, mostDecisions } from '../decision-log.ts';

const steps = [
  `CREATE TABLE why (number INTEGER PRIMARY KEY, post_id TEXT NOT NULL, channel_id TEXT NOT NULL, user_id TEXT NOT NULL,
     at INTEGER NOT NULL, code TEXT NOT NULL) STRICT;
   CREATE INDEX why_by_post ON why (post_id);`,
];

/** Keeps the decisions in a state file. */
export function sqliteDecisionLog(file: StateFile): DecisionLog {
  file.migrate('why', steps);
  const write = file.database.prepare(
    'INSERT INTO why (post_id, channel_id, user_id, at, code) VALUES (?, ?, ?, ?, ?)',
  );
  const prune = file.database.prepare('DELETE FROM why WHERE number <= ?');
  const read = file.database.prepare('SELECT * FROM why WHERE post_id = ? ORDER BY number');
  return {
    note: async ({ postId, channelId, userId, at, code }) =>
      file.transaction(() => {
        const { lastInsertRowid } = write.run(postId, channelId, userId, at, code);
        prune.run(Number(lastInsertRowid) - mostDecisions);
      }),
    about: async postId =>
      read.all(postId).map(row => ({
        postId: String(row['post_id']),
        channelId: String(row['channel_id']),
        userId: String(row['user_id']),
        at: Number(row['at']),
        code: String(row['code']),
      })),
  };
}
