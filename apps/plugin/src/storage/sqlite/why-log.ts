import type { StateFile } from '@clawmost/mm-inbox/sqlite';

/** One decision: what was done about a post, and why. Never what the post says. */
export interface Why {
  readonly postId: string;
  readonly channelId: string;
  readonly userId: string;
  /** When it was decided, in milliseconds since 1970. */
  readonly at: number;
  /** A stable code. */
  readonly code: string;
}

/** Remembers the last decisions. */
export interface WhyLog {
  note(why: Why): void;
  /** The decisions about a post, oldest first. */
  about(postId: string): Why[];
}

/** How many decisions are kept. */
const mostDecisions = 10_000;

const steps = [
  `CREATE TABLE why (number INTEGER PRIMARY KEY, post_id TEXT NOT NULL, channel_id TEXT NOT NULL, user_id TEXT NOT NULL,
     at INTEGER NOT NULL, code TEXT NOT NULL) STRICT;
   CREATE INDEX why_by_post ON why (post_id);`,
];

/** Keeps the decisions in a state file. */
export function createWhyLog(file: StateFile): WhyLog {
  file.migrate('why', steps);
  const write = file.database.prepare(
    'INSERT INTO why (post_id, channel_id, user_id, at, code) VALUES (?, ?, ?, ?, ?)',
  );
  const prune = file.database.prepare('DELETE FROM why WHERE number <= ?');
  const read = file.database.prepare('SELECT * FROM why WHERE post_id = ? ORDER BY number');
  return {
    note: ({ postId, channelId, userId, at, code }) =>
      file.transaction(() => {
        const { lastInsertRowid } = write.run(postId, channelId, userId, at, code);
        prune.run(Number(lastInsertRowid) - mostDecisions);
      }),
    about: postId =>
      read.all(postId).map(row => ({
        postId: String(row['post_id']),
        channelId: String(row['channel_id']),
        userId: String(row['user_id']),
        at: Number(row['at']),
        code: String(row['code']),
      })),
  };
}
