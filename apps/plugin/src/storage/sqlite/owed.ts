import type { StateFile } from '@clawmost/mm-inbox/sqlite';

/** Where an answer is owed. */
export interface OwedPlace {
  readonly channelId: string;
  /** The root of the thread; absent at channel level. */
  readonly rootId: string | undefined;
}

/**
 * Remembers which posts the host has taken over and not yet answered, and where their answers belong. Answers of resumed
 * and queued turns come without the post that they answer, and those of a steered turn with its first post only: this
 * says which ones they are meant for.
 */
export interface Owed {
  /** The host has put posts off that it was given as one, under the id of the last: they wait for the turn that runs. */
  putOff(postIds: readonly string[], place: OwedPlace, now: number): void;
  /** The host has made posts its own that it was given as one, at once or after putting them off. */
  taken(postIds: readonly string[], place: OwedPlace, now: number): void;
  /** The posts that an answer serves, oldest first; the host names one, or none. */
  servedBy(answer: OwedPlace & { readonly named: string | undefined }): string[];
  /** An answer to them stands; more may follow. */
  answered(postIds: readonly string[]): void;
  /** Whether an answer to a post stands, as far as that is still remembered. */
  isAnswered(postId: string): boolean;
  /** A post went into the running turn, whose end is its own. */
  steered(postId: string): void;
  /** A turn that was not put off has ended, and what was steered into it. */
  ended(postId: string, place: OwedPlace): void;
  /** The turn of a post that was put off has ended. */
  done(postId: string): void;
}

/** An answer that did not come for so long does not come any more. */
const longestMs = 24 * 60 * 60_000;

/** So many posts are named as served by one answer at most. */
const mostServed = 20;

/** Posts that the host puts into one turn are made its own in so short a time. */
const togetherMs = 250;

const steps = [
  `CREATE TABLE owed (post_id TEXT PRIMARY KEY, channel_id TEXT NOT NULL, root_id TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
   CREATE INDEX owed_by_place ON owed (channel_id, root_id);`,
  // `phase` is one of put-off, taken and steered.
  `ALTER TABLE owed ADD COLUMN phase TEXT NOT NULL DEFAULT 'taken';
   ALTER TABLE owed ADD COLUMN answered INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE owed ADD COLUMN given_as TEXT NOT NULL DEFAULT '';`,
];

/** Keeps the posts with an answer owed in a state file. */
export function createOwed(file: StateFile): Owed {
  file.migrate('owed', steps);
  const { database } = file;
  const write = database.prepare(
    `INSERT INTO owed (post_id, channel_id, root_id, at, phase, given_as)
     VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET phase = excluded.phase, at = excluded.at`,
  );
  const forgetOld = database.prepare('DELETE FROM owed WHERE at < ?');
  const forget = database.prepare('DELETE FROM owed WHERE post_id = ?');
  const forgetPlace = database.prepare(
    "DELETE FROM owed WHERE channel_id = ? AND root_id = ? AND (phase = 'steered' OR answered = 1)",
  );
  const steer = database.prepare("UPDATE owed SET phase = 'steered' WHERE post_id = ?");
  const markAnswered = database.prepare('UPDATE owed SET answered = 1 WHERE post_id = ?');
  const readAnswered = database.prepare('SELECT answered FROM owed WHERE post_id = ?');
  const listGiven = database.prepare(
    `SELECT post_id, answered, at FROM owed WHERE given_as = ? ORDER BY rowid LIMIT ${mostServed}`,
  );
  const list = database.prepare(
    `SELECT post_id, at FROM owed WHERE channel_id = ? AND root_id = ? AND answered = ? AND phase != 'put-off'
     ORDER BY at, rowid`,
  );

  function note(postIds: readonly string[], place: OwedPlace, now: number, phase: string): void {
    const { channelId, rootId = '' } = place;
    const givenAs = postIds.at(-1) ?? '';
    file.transaction(() => {
      forgetOld.run(now - longestMs);
      for (const postId of postIds) write.run(postId, channelId, rootId, now, phase, givenAs);
    });
  }

  return {
    putOff: (postIds, place, now) => note(postIds, place, now, 'put-off'),
    taken: (postIds, place, now) => note(postIds, place, now, 'taken'),
    servedBy({ channelId, rootId, named }) {
      const there = (answered: 0 | 1): Row[] => list.all(channelId, rootId ?? '', answered);
      const unanswered = there(0);
      if (named === undefined) return ids(takenTogether(unanswered.length > 0 ? unanswered : there(1)));
      const given = listGiven.all(named);
      // A command, for one: what it is told serves no turn that happens to run.
      if (given.length === 0) return [named];
      if (given.some(row => row['answered'] === 0)) return ids(given);
      const since = Number(given[0]?.['at']);
      const steered = unanswered.filter(row => Number(row['at']) >= since);
      return ids(steered.length > 0 ? steered : given);
    },
    answered: postIds =>
      file.transaction(() => {
        for (const postId of postIds) markAnswered.run(postId);
      }),
    isAnswered: postId => readAnswered.get(postId)?.['answered'] === 1,
    steered: postId => void steer.run(postId),
    ended: (postId, { channelId, rootId }) =>
      file.transaction(() => {
        forget.run(postId);
        forgetPlace.run(channelId, rootId ?? '');
      }),
    done: postId => void forget.run(postId),
  };
}

type Row = Record<string, unknown>;

function ids(rows: readonly Row[]): string[] {
  return rows.slice(-mostServed).map(row => String(row['post_id']));
}

/**
 * The posts of the turn that began last. Turns of a session run one after the other: a post from before whose answer was
 * lost in a crash does not get one from the turn after it.
 */
function takenTogether(rows: readonly Row[]): readonly Row[] {
  const latest = Number(rows.at(-1)?.['at']);
  return rows.filter(row => Number(row['at']) > latest - togetherMs);
}
