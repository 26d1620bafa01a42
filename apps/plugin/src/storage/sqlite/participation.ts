import type { StateFile } from '@clawmost/mm-inbox/sqlite';
import { participationMs } from '@clawmost/mm-policy';
import { mostThreads, type Participation } from '../participation.ts';

const steps = [
  `CREATE TABLE participation (root_id TEXT PRIMARY KEY, answered_at INTEGER NOT NULL) STRICT;
   CREATE INDEX participation_by_time ON participation (answered_at);`,
  // `since`: the start of the participation that has lasted without a pause of `participationMs`.
  `ALTER TABLE participation ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
   UPDATE participation SET since = answered_at;`,
];

/** Keeps the participation in threads in a state file. */
export function sqliteParticipation(file: StateFile): Participation {
  file.migrate('participation', steps);
  const read = file.database.prepare(
    'SELECT min(answered_at, ?2) AS at FROM participation WHERE root_id = ?1 AND since <= ?2 AND answered_at > ?2 - ?3',
  );
  const write = file.database.prepare(
    `INSERT INTO participation (root_id, answered_at, since) VALUES (?1, ?2, ?2) ON CONFLICT DO UPDATE SET
     since = CASE WHEN ?2 - answered_at >= ?3 THEN ?2 WHEN since - ?2 >= ?3 THEN since ELSE min(since, ?2) END,
     answered_at = max(answered_at, ?2)`,
  );
  const prune = file.database.prepare(
    `DELETE FROM participation WHERE answered_at <= ? OR root_id IN
     (SELECT root_id FROM participation ORDER BY answered_at DESC LIMIT -1 OFFSET ?)`,
  );
  return {
    async lastAnswerAt(rootId, at) {
      const row = read.get(rootId, at, participationMs);
      return row === undefined ? undefined : Number(row['at']);
    },
    note: async (rootId, at) =>
      file.transaction(() => {
        write.run(rootId, at, participationMs);
        prune.run(at - participationMs, mostThreads);
      }),
  };
}
