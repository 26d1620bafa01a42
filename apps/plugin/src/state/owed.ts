import type { StateFile } from '@clawmost/mm-inbox/sqlite';

/** Where an answer is owed. */
export interface OwedPlace {
  readonly channelId: string;
  /** The root of the thread; absent at channel level. */
  readonly rootId: string | undefined;
}

/**
 * Remembers which posts the host has taken over and not yet answered, and where their answers belong. Answers of resumed
 * and queued turns come without the post that they answer: this says which ones they can be meant for.
 */
export interface Owed {
  note(postId: string, place: OwedPlace, now: number): void;
  /** The posts that wait for an answer in a place, oldest first. */
  in(place: OwedPlace): string[];
  has(postId: string): boolean;
  /** Their turn has ended. */
  done(postId: string): void;
}

/** An answer that did not come for so long does not come any more. */
const longestMs = 24 * 60 * 60_000;

const steps = [
  `CREATE TABLE owed (post_id TEXT PRIMARY KEY, channel_id TEXT NOT NULL, root_id TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
   CREATE INDEX owed_by_place ON owed (channel_id, root_id);`,
];

/** Keeps the posts with an answer owed in a state file. */
export function createOwed(file: StateFile): Owed {
  file.migrate('owed', steps);
  const write = file.database.prepare('INSERT INTO owed VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING');
  const forgetOld = file.database.prepare('DELETE FROM owed WHERE at < ?');
  const forget = file.database.prepare('DELETE FROM owed WHERE post_id = ?');
  const list = file.database.prepare(
    'SELECT post_id FROM owed WHERE channel_id = ? AND root_id = ? ORDER BY at LIMIT 20',
  );
  const find = file.database.prepare('SELECT 1 FROM owed WHERE post_id = ?');
  return {
    note: (postId, { channelId, rootId }, now) =>
      file.transaction(() => {
        forgetOld.run(now - longestMs);
        write.run(postId, channelId, rootId ?? '', now);
      }),
    in: ({ channelId, rootId }) => list.all(channelId, rootId ?? '').map(row => String(row['post_id'])),
    has: postId => find.get(postId) !== undefined,
    done: postId => void forget.run(postId),
  };
}
