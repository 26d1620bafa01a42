import type { StateFile } from '@clawmost/mm-inbox/sqlite';
import { participationMs } from '@clawmost/mm-policy';

/** Remembers in which threads the bot has answered, across restarts. All times are the server's. */
export interface Participation {
  /**
   * When the bot had last answered in a thread, as it was at a time; `undefined` when it had not yet, or too long ago.
   *
   * Asked with the time of a post, so that a post is treated by when it was written and not by when it is looked at: one
   * that is caught up with later, or edited later, was still written before the answer.
   */
  lastAnswerAt(rootId: string, at: number): number | undefined;
  /** Notes an answer; the order of noting does not matter. */
  note(rootId: string, at: number): void;
}

/** How many threads are remembered; the one that was quiet longest is forgotten first. */
const mostThreads = 5_000;

const steps = [
  `CREATE TABLE participation (root_id TEXT PRIMARY KEY, answered_at INTEGER NOT NULL) STRICT;
   CREATE INDEX participation_by_time ON participation (answered_at);`,
  // Since when it takes part without a pause that was too long.
  `ALTER TABLE participation ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
   UPDATE participation SET since = answered_at;`,
];

/** Keeps the participation in threads in a state file. */
export function createParticipation(file: StateFile): Participation {
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
    lastAnswerAt(rootId, at) {
      const row = read.get(rootId, at, participationMs);
      return row === undefined ? undefined : Number(row['at']);
    },
    note: (rootId, at) =>
      file.transaction(() => {
        write.run(rootId, at, participationMs);
        prune.run(at - participationMs, mostThreads);
      }),
  };
}
