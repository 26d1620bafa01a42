import type { StateFile } from '@clawmost/mm-inbox/sqlite';
import { endedTurnsKeptMs, type PendingAnswer, type PendingAnswers, type PendingTurn } from '../pending-answers.ts';
import { textKey } from '../text-key.ts';

const steps = [
  `DROP TABLE IF EXISTS owed;
   CREATE TABLE pending_turns (
     id TEXT PRIMARY KEY, message_id TEXT NOT NULL, agent_id TEXT NOT NULL, session_key TEXT NOT NULL, target TEXT NOT NULL,
     channel_id TEXT NOT NULL, root_id TEXT, is_command INTEGER NOT NULL, joined TEXT, started_at INTEGER NOT NULL,
     ended_at INTEGER) STRICT;
   CREATE TABLE pending_turn_posts (
     post_id TEXT PRIMARY KEY, turn_id TEXT NOT NULL, place INTEGER NOT NULL) STRICT;
   CREATE INDEX pending_turn_posts_by_turn ON pending_turn_posts (turn_id);
   CREATE TABLE pending_answers (
     delivery_id TEXT PRIMARY KEY, channel_id TEXT NOT NULL, root_id TEXT, text TEXT NOT NULL,
     is_posted INTEGER NOT NULL, created_at INTEGER NOT NULL) STRICT;
   CREATE TABLE pending_answer_posts (
     post_id TEXT NOT NULL, delivery_id TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (post_id, delivery_id)) STRICT;
   CREATE INDEX pending_answer_posts_by_delivery ON pending_answer_posts (delivery_id);`,
  `ALTER TABLE pending_answers ADD COLUMN text_key TEXT NOT NULL DEFAULT '';
   CREATE INDEX pending_answers_by_text ON pending_answers (text_key);`,
  `ALTER TABLE pending_answers ADD COLUMN files TEXT NOT NULL DEFAULT '[]';`,
];

/** Keeps pending turns and answers in a state file. */
export function sqlitePendingAnswers(file: StateFile): PendingAnswers {
  file.migrate('pending-answers', steps);
  const { database } = file;
  const writeTurn = database.prepare(
    `INSERT INTO pending_turns VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, NULL) ON CONFLICT DO UPDATE SET
     message_id = excluded.message_id, agent_id = excluded.agent_id, session_key = excluded.session_key,
     target = excluded.target, joined = NULL, ended_at = NULL`,
  );
  const writeTurnPost = database.prepare(
    'INSERT INTO pending_turn_posts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET turn_id = excluded.turn_id, place = excluded.place',
  );
  const forgetEmptyTurns = database.prepare(
    'DELETE FROM pending_turns WHERE ended_at IS NULL AND id NOT IN (SELECT turn_id FROM pending_turn_posts)',
  );
  const join = database.prepare('UPDATE pending_turns SET joined = ? WHERE id = ?');
  const endTurn = database.prepare('UPDATE pending_turns SET ended_at = ? WHERE id = ?');
  const forgetEnded = database.prepare('DELETE FROM pending_turns WHERE ended_at < ?');
  const forgetTurnPosts = database.prepare('DELETE FROM pending_turn_posts WHERE turn_id = ?');
  const turnOf = database.prepare(
    'SELECT * FROM pending_turns WHERE id = (SELECT turn_id FROM pending_turn_posts WHERE post_id = ?)',
  );
  const allTurns = database.prepare('SELECT * FROM pending_turns ORDER BY started_at, rowid');
  const unfinishedTurns = database.prepare(
    'SELECT * FROM pending_turns WHERE ended_at IS NULL ORDER BY started_at, rowid',
  );
  const postsOf = database.prepare('SELECT post_id FROM pending_turn_posts WHERE turn_id = ? ORDER BY place');
  const writeAnswer = database.prepare(
    'INSERT INTO pending_answers VALUES (?, ?, ?, ?, 0, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING 1',
  );
  const writeAnswerPost = database.prepare('INSERT INTO pending_answer_posts VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  const noteFiles = database.prepare('UPDATE pending_answers SET files = ? WHERE delivery_id = ?');
  const markPosted = database.prepare(
    "UPDATE pending_answers SET is_posted = 1, text = '', files = '[]' WHERE delivery_id = ?",
  );
  const dropAnswer = ['pending_answer_posts', 'pending_answers'].map(table =>
    database.prepare(`DELETE FROM ${table} WHERE delivery_id = ?`),
  );
  const sameAnswers = database.prepare(
    'SELECT * FROM pending_answers WHERE text_key = ? AND channel_id = ? AND root_id IS ? ORDER BY created_at, rowid',
  );
  const findAnswer = database.prepare('SELECT * FROM pending_answers WHERE delivery_id = ?');
  const answersTo = database.prepare(
    `SELECT answer.* FROM pending_answer_posts post JOIN pending_answers answer USING (delivery_id)
     WHERE post.post_id = ? ORDER BY answer.created_at, answer.rowid`,
  );
  const answered = database.prepare('SELECT post_id FROM pending_answer_posts WHERE delivery_id = ? ORDER BY place');
  const prune = [
    'DELETE FROM pending_turn_posts WHERE turn_id IN (SELECT id FROM pending_turns WHERE started_at < ?)',
    'DELETE FROM pending_turns WHERE started_at < ?',
    'DELETE FROM pending_answer_posts WHERE delivery_id IN (SELECT delivery_id FROM pending_answers WHERE created_at < ?)',
    'DELETE FROM pending_answers WHERE created_at < ?',
  ].map(sql => database.prepare(sql));

  const toTurn = (row: Row): PendingTurn => ({
    id: String(row['id']),
    posts: postsOf.all(String(row['id'])).map(post => String(post['post_id'])),
    messageId: String(row['message_id']),
    session: { agentId: String(row['agent_id']), sessionKey: String(row['session_key']) },
    to: String(row['target']),
    isCommand: row['is_command'] === 1,
    joined: textOf(row['joined']),
    startedAt: Number(row['started_at']),
    endedAt: row['ended_at'] === null ? undefined : Number(row['ended_at']),
    channelId: String(row['channel_id']),
    rootId: textOf(row['root_id']),
  });
  const toAnswer = (row: Row): PendingAnswer => ({
    deliveryId: String(row['delivery_id']),
    channelId: String(row['channel_id']),
    rootId: textOf(row['root_id']),
    text: String(row['text']),
    files: JSON.parse(String(row['files'])),
    answers: answered.all(String(row['delivery_id'])).map(post => String(post['post_id'])),
    createdAt: Number(row['created_at']),
    isPosted: row['is_posted'] === 1,
  });

  return {
    openTurn: async turn =>
      file.transaction(() => {
        const { id, messageId, session, to, channelId, rootId, isCommand, startedAt } = turn;
        const place = [to, channelId, rootId ?? null, Number(isCommand), startedAt] as const;
        writeTurn.run(id, messageId, session.agentId, session.sessionKey, ...place);
        forgetTurnPosts.run(id);
        for (const [index, post] of turn.posts.entries()) writeTurnPost.run(post, id, index);
        forgetEmptyTurns.run();
      }),
    joinTurn: async (id, into) => void join.run(into, id),
    closeTurn: async (id, now) =>
      file.transaction(() => {
        endTurn.run(now, id);
        forgetTurnPosts.run(id);
        forgetEnded.run(now - endedTurnsKeptMs);
      }),
    turnOf: async postId => {
      const row = turnOf.get(postId);
      return row && toTurn(row);
    },
    unfinishedTurns: async () => unfinishedTurns.all().map(toTurn),
    allTurns: async () => allTurns.all().map(toTurn),
    addAnswer: async ({ deliveryId, channelId, rootId, text, files = [], answers, createdAt }) =>
      file.transaction(() => {
        const content = [text, createdAt, textKey(text), JSON.stringify(files)] as const;
        if (!writeAnswer.get(deliveryId, channelId, rootId ?? null, ...content)) return;
        for (const [index, post] of answers.entries()) writeAnswerPost.run(post, deliveryId, index);
      }),
    async findAnswer(deliveryId) {
      const row = findAnswer.get(deliveryId);
      return row && toAnswer(row);
    },
    noteFiles: async (deliveryId, files) => void noteFiles.run(JSON.stringify(files), deliveryId),
    markPosted: async deliveryId => void markPosted.run(deliveryId),
    dropAnswer: async deliveryId =>
      file.transaction(() => {
        for (const statement of dropAnswer) statement.run(deliveryId);
      }),
    nameAnswered: async (deliveryId, posts) =>
      file.transaction(() => {
        if (!findAnswer.get(deliveryId)) return;
        const known = answered.all(deliveryId).length;
        for (const [index, post] of posts.entries()) writeAnswerPost.run(post, deliveryId, known + index);
      }),
    sameAnswers: async ({ channelId, rootId }, text) =>
      sameAnswers.all(textKey(text), channelId, rootId ?? null).map(toAnswer),
    answersTo: async postId => answersTo.all(postId).map(toAnswer),
    prune: async before =>
      file.transaction(() => {
        for (const statement of prune) statement.run(before);
      }),
  };
}

type Row = Record<string, unknown>;

function textOf(value: unknown): string | undefined {
  return value === null || value === undefined ? undefined : String(value);
}
