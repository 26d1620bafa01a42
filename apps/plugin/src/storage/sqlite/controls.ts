import type { StateFile } from '@clawmost/mm-inbox/sqlite';
import type { ControlRecords, MessageControls } from '../controls.ts';

const steps = [
  `CREATE TABLE message_controls (
     delivery_id TEXT PRIMARY KEY, choice_id TEXT NOT NULL, attachments TEXT NOT NULL, ends_with_process INTEGER NOT NULL,
     post_id TEXT, created_at INTEGER NOT NULL) STRICT;
   CREATE INDEX message_controls_by_choice ON message_controls (choice_id);
   CREATE INDEX message_controls_by_time ON message_controls (created_at);`,
];

/** Keeps controls in a state file. */
export function sqliteControls(file: StateFile): ControlRecords {
  file.migrate('controls', steps);
  const { database } = file;
  const write = database.prepare('INSERT OR REPLACE INTO message_controls VALUES (?, ?, ?, ?, NULL, ?)');
  const find = database.prepare('SELECT * FROM message_controls WHERE delivery_id = ?');
  const notePosted = database.prepare('UPDATE message_controls SET post_id = ? WHERE delivery_id = ?');
  const forget = database.prepare('DELETE FROM message_controls WHERE choice_id = ?');
  const ending = database.prepare('SELECT * FROM message_controls WHERE ends_with_process = 1 ORDER BY created_at');
  const prune = database.prepare('DELETE FROM message_controls WHERE created_at < ?');
  return {
    add: async ({ deliveryId, choiceId, attachments, endsWithProcess, createdAt }) =>
      void write.run(deliveryId, choiceId, JSON.stringify(attachments), Number(endsWithProcess), createdAt),
    find: async deliveryId => {
      const row = find.get(deliveryId);
      return row && toControls(row);
    },
    notePosted: async (deliveryId, postId) => void notePosted.run(postId, deliveryId),
    forget: async choiceId => void forget.run(choiceId),
    endingWithProcess: async () => ending.all().map(toControls),
    prune: async before => void prune.run(before),
  };
}

function toControls(row: Record<string, unknown>): MessageControls {
  return {
    deliveryId: String(row['delivery_id']),
    choiceId: String(row['choice_id']),
    attachments: JSON.parse(String(row['attachments'])),
    endsWithProcess: row['ends_with_process'] === 1,
    postId: row['post_id'] === null ? undefined : String(row['post_id']),
    createdAt: Number(row['created_at']),
  };
}
