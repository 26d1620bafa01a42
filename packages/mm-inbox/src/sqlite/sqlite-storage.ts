import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { Entry, EntryState, OutcomeKind } from '../ledger/entry.ts';
import { FileRemovedError } from '../ledger/errors.ts';
import type { Counts } from '../ledger/ledger.ts';
import type { ProgressTime, Storage } from '../ledger/storage.ts';
import type { StateFile } from './state-file.ts';

type Row = Record<string, SQLOutputValue>;

const columns = [
  ...['key', 'kind', 'conversation', 'channel_id', 'root_id', 'at', 'edited_at', 'state', 'adopted', 'claims'],
  ...['failures', 'interruptions', 'due_at', 'outcome', 'code', 'error', 'changed_at'],
];

/** The stored names of the times; they must not change, so that old files keep working. */
const storedTimes: Readonly<Record<ProgressTime, string>> = {
  startedAt: 'startedAt',
  completeUntil: 'wholeUntil',
  prunedUntil: 'prunedUntil',
};

/** Keeps the rows of a ledger in the tables of its schema. */
export function sqliteStorage(file: StateFile): Storage {
  const { database } = file;
  const sql = statements(database);
  let version = dataVersion(sql.dataVersion);
  return {
    transaction: (work, durable) => file.transaction(work, { durable }),
    get: key => readEntry(sql.get, key),
    put: entry => void sql.put.run(...toValues(entry)),
    readPayload: key => sql.readPayload.get(key)?.['json'] as string | undefined,
    writePayload(key, json) {
      if (json === undefined) sql.forgetPayload.run(key);
      else sql.writePayload.run(key, json);
    },
    unsettled: () => sql.unsettled.all().map(toEntry),
    waitingInThread: postId => sql.waitingInThread.all(postId, postId).map(toEntry),
    dead: limit => sql.dead.all(limit).map(toEntry),
    readLease() {
      const row = sql.readLease.get();
      return (
        row && {
          host: String(row['host']),
          pid: Number(row['pid']),
          processBeganAt: Number(row['process_began_at']),
          token: String(row['token']),
          heartbeatAt: Number(row['heartbeat_at']),
        }
      );
    },
    writeLease(lease) {
      if (lease === undefined) sql.forgetLease.run();
      else sql.writeLease.run(lease.host, lease.pid, lease.processBeganAt, lease.token, Math.round(lease.heartbeatAt));
    },
    readTime: name => sql.readTime.get(storedTimes[name])?.['time'] as number | undefined,
    writeTime: (name, time) => void sql.writeTime.run(storedTimes[name], Math.round(time)),
    readMark: channelId => sql.readMark.get(channelId)?.['time'] as number | undefined,
    readMarks: () => new Map(sql.readMarks.all().map(row => [String(row['channel_id']), Number(row['time'])])),
    writeMark: (channelId, time) => void sql.writeMark.run(channelId, Math.round(time)),
    forgetMark: channelId => void sql.forgetMark.run(channelId),
    prune({ before, maxRows, limit }) {
      const tooMany = Math.max(0, Number(sql.countSettled.get()?.['count']) - maxRows);
      const old = sql.oldest.all(limit).filter((row, index) => index < tooMany || Number(row['at']) < before);
      for (const { key } of old) sql.forget.run(String(key));
      return { count: old.length, until: Number(old.at(-1)?.['at'] ?? 0) };
    },
    counts() {
      const counts: { -readonly [State in keyof Counts]: number } = { waiting: 0, running: 0, settled: 0, dead: 0 };
      counts.settled = Number(sql.countSettled.get()?.['count']);
      for (const row of sql.countOthers.all()) counts[row['state'] as EntryState] = Number(row['count']);
      return counts;
    },
    hasChangedElsewhere() {
      const before = version;
      version = dataVersion(sql.dataVersion);
      return version !== before;
    },
    checkInPlace() {
      if (!file.isInPlace()) throw new FileRemovedError(file.path);
    },
    close: () => file.close(),
  };
}

function statements(database: DatabaseSync) {
  const all = columns.join(', ');
  const unsettled = "state IN ('waiting', 'running')";
  return {
    get: database.prepare(`SELECT ${all} FROM inbox_entries WHERE key = ?`),
    put: database.prepare(
      `INSERT INTO inbox_entries (${all}) VALUES (${columns.map(() => '?').join(', ')}) ON CONFLICT (key) DO UPDATE SET ` +
        columns.map(name => `${name} = excluded.${name}`).join(', '),
    ),
    forget: database.prepare('DELETE FROM inbox_entries WHERE key = ?'),
    readPayload: database.prepare('SELECT json FROM inbox_payloads WHERE key = ?'),
    writePayload: database.prepare(
      'INSERT INTO inbox_payloads VALUES (?, ?) ON CONFLICT DO UPDATE SET json = excluded.json',
    ),
    forgetPayload: database.prepare('DELETE FROM inbox_payloads WHERE key = ?'),
    unsettled: database.prepare(`SELECT ${all} FROM inbox_entries WHERE ${unsettled} ORDER BY at, key`),
    waitingInThread: database.prepare(
      `SELECT ${all} FROM inbox_entries WHERE ${unsettled} AND state = 'waiting' AND (key = ? OR root_id = ?)`,
    ),
    dead: database.prepare(`SELECT ${all} FROM inbox_entries WHERE state = 'dead' ORDER BY at DESC, key DESC LIMIT ?`),
    readLease: database.prepare('SELECT * FROM inbox_lease'),
    writeLease: database.prepare('REPLACE INTO inbox_lease VALUES (1, ?, ?, ?, ?, ?)'),
    forgetLease: database.prepare('DELETE FROM inbox_lease'),
    readTime: database.prepare('SELECT time FROM inbox_times WHERE name = ?'),
    writeTime: database.prepare('REPLACE INTO inbox_times VALUES (?, ?)'),
    readMark: database.prepare('SELECT time FROM inbox_marks WHERE channel_id = ?'),
    readMarks: database.prepare('SELECT channel_id, time FROM inbox_marks'),
    writeMark: database.prepare('REPLACE INTO inbox_marks VALUES (?, ?)'),
    forgetMark: database.prepare('DELETE FROM inbox_marks WHERE channel_id = ?'),
    oldest: database.prepare("SELECT key, at FROM inbox_entries WHERE state = 'settled' ORDER BY at, key LIMIT ?"),
    countSettled: database.prepare("SELECT count(*) AS count FROM inbox_entries WHERE state = 'settled'"),
    countOthers: database.prepare(
      "SELECT state, count(*) AS count FROM inbox_entries WHERE state IN ('waiting', 'running', 'dead') GROUP BY state",
    ),
    dataVersion: database.prepare('PRAGMA data_version'),
  };
}

function dataVersion(statement: StatementSync): number {
  return Number(statement.get()?.['data_version']);
}

function readEntry(statement: StatementSync, key: string): Entry | undefined {
  const row = statement.get(key);
  return row && toEntry(row);
}

function toEntry(row: Row): Entry {
  return {
    key: String(row['key']),
    kind: String(row['kind']),
    conversation: String(row['conversation']),
    channelId: String(row['channel_id']),
    rootId: String(row['root_id']),
    at: Number(row['at']),
    editedAt: Number(row['edited_at']),
    state: row['state'] as EntryState,
    adopted: row['adopted'] === 1,
    claims: Number(row['claims']),
    failures: Number(row['failures']),
    interruptions: Number(row['interruptions']),
    dueAt: Number(row['due_at']),
    outcome: (row['outcome'] ?? undefined) as OutcomeKind | undefined,
    code: text(row['code']),
    error: text(row['error']),
    changedAt: Number(row['changed_at']),
  };
}

function text(value: SQLOutputValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** In the order of `columns`. Times are rounded, because the columns hold whole numbers and a clock may not. */
function toValues(entry: Entry): (string | number | null)[] {
  return [
    entry.key,
    entry.kind,
    entry.conversation,
    entry.channelId,
    entry.rootId,
    Math.round(entry.at),
    Math.round(entry.editedAt),
    entry.state,
    entry.adopted ? 1 : 0,
    entry.claims,
    entry.failures,
    entry.interruptions,
    Math.round(entry.dueAt),
    entry.outcome ?? null,
    entry.code ?? null,
    entry.error ?? null,
    Math.round(entry.changedAt),
  ];
}
