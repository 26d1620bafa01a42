import type { StateFile } from '@clawmost/mm-inbox/sqlite';
import type { OwnedCommandStore } from '@clawmost/mm-slash-registry';

const steps = [
  'CREATE TABLE slash_commands (id TEXT PRIMARY KEY, team_id TEXT NOT NULL, trigger_word TEXT NOT NULL) STRICT',
];

/** Keeps in a state file which slash commands the bot has made on the server. Their tokens are only in memory. */
export function sqliteSlashCommands(file: StateFile): OwnedCommandStore {
  file.migrate('slash_commands', steps);
  const all = file.database.prepare('SELECT * FROM slash_commands ORDER BY rowid');
  const forget = file.database.prepare('DELETE FROM slash_commands WHERE id = ?');
  const write = file.database.prepare(
    `INSERT INTO slash_commands VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET team_id = excluded.team_id, trigger_word = excluded.trigger_word`,
  );
  return {
    put: async ({ id, teamId, trigger }) => void write.run(id, teamId, trigger),
    delete: async id => void forget.run(id),
    list: async () =>
      all.all().map(row => ({
        id: String(row['id']),
        teamId: String(row['team_id']),
        trigger: String(row['trigger_word']),
      })),
  };
}
