import type { StateFile } from '@clawmost/mm-inbox/sqlite';
import { participationMs } from '@clawmost/mm-policy';

/** Remembers in which threads the bot has answered, across restarts. */
export interface Participation {
  /** When the bot last answered in a thread; `undefined` when it never did, or too long ago. */
  lastAnswerAt(rootId: string, now: number): number | undefined;
  /** Notes an answer. */
  note(rootId: string, now: number): void;
}

/** How many threads are remembered; the one that was quiet longest is forgotten first. */
const mostThreads = 5_000;

const steps = [
  `CREATE TABLE participation (root_id TEXT PRIMARY KEY, answered_at INTEGER NOT NULL) STRICT;
   CREATE INDEX participation_by_time ON participation (answered_at);`,
];

/** Keeps the participation in threads in a state file. */
export function createParticipation(file: StateFile): Participation {
  file.migrate('participation', steps);
  const read = file.database.prepare('SELECT answered_at FROM participation WHERE root_id = ? AND answered_at > ?');
  const write = file.database.prepare(
    'INSERT INTO participation VALUES (?, ?) ON CONFLICT DO UPDATE SET answered_at = excluded.answered_at',
  );
  const prune = file.database.prepare(
    `DELETE FROM participation WHERE answered_at <= ? OR root_id IN
     (SELECT root_id FROM participation ORDER BY answered_at DESC LIMIT -1 OFFSET ?)`,
  );
  return {
    lastAnswerAt(rootId, now) {
      const row = read.get(rootId, now - participationMs);
      return row === undefined ? undefined : Number(row['answered_at']);
    },
    note: (rootId, now) =>
      file.transaction(() => {
        write.run(rootId, now);
        prune.run(now - participationMs, mostThreads);
      }),
  };
}
