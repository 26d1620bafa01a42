import type { StateFile } from '@clawmost/mm-inbox/sqlite';
import type { PairingRecord, PairingRecords } from '../pairing-records.ts';

const steps = [
  'CREATE TABLE pairing (sender_id TEXT PRIMARY KEY, asked_at INTEGER NOT NULL, phase TEXT NOT NULL) STRICT',
  `UPDATE pairing SET phase = CASE phase WHEN 'asking' THEN 'posting-code' WHEN 'asked' THEN 'code-posted'
     WHEN 'telling' THEN 'posting-approval' ELSE 'approval-posted' END`,
];

/** Keeps the pairing records in a state file. */
export function sqlitePairingRecords(file: StateFile): PairingRecords {
  file.migrate('pairing', steps);
  const find = file.database.prepare('SELECT * FROM pairing WHERE sender_id = ?');
  const all = file.database.prepare('SELECT * FROM pairing ORDER BY asked_at');
  const forget = file.database.prepare('DELETE FROM pairing WHERE sender_id = ?');
  const write = file.database.prepare(
    `INSERT INTO pairing VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET asked_at = excluded.asked_at, phase = excluded.phase`,
  );
  return {
    async get(senderId) {
      const row = find.get(senderId);
      return row && toRecord(row);
    },
    put: async ({ senderId, requestedAt, phase }) => void write.run(senderId, requestedAt, phase),
    delete: async senderId => void forget.run(senderId),
    list: async () => all.all().map(toRecord),
  };
}

function toRecord(row: Record<string, unknown>): PairingRecord {
  return {
    senderId: String(row['sender_id']),
    requestedAt: Number(row['asked_at']),
    phase: row['phase'] as PairingRecord['phase'],
  };
}
