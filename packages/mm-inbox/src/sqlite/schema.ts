/** Each step migrates the ledger's tables to the next version. Add steps at the end; never change a released step. */
export const ledgerSchema: readonly string[] = [
  `
  CREATE TABLE inbox_entries (
    key TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    conversation TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    root_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    edited_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'settled', 'dead')),
    adopted INTEGER NOT NULL,
    claims INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    interruptions INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    outcome TEXT,
    code TEXT,
    error TEXT,
    changed_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX inbox_unsettled ON inbox_entries (at, key) WHERE state IN ('waiting', 'running');
  CREATE INDEX inbox_dead ON inbox_entries (at, key) WHERE state = 'dead';
  CREATE INDEX inbox_settled ON inbox_entries (at, key) WHERE state = 'settled';
  CREATE TABLE inbox_payloads (key TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;
  CREATE TABLE inbox_times (name TEXT PRIMARY KEY, time INTEGER NOT NULL) STRICT;
  CREATE TABLE inbox_marks (channel_id TEXT PRIMARY KEY, time INTEGER NOT NULL) STRICT;
  CREATE TABLE inbox_lease (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    host TEXT NOT NULL,
    pid INTEGER NOT NULL,
    process_began_at INTEGER NOT NULL,
    token TEXT NOT NULL,
    heartbeat_at INTEGER NOT NULL
  ) STRICT;
  `,
];
