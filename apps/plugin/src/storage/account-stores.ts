import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createMemoryLedger, type Ledger, LedgerError } from '@clawmost/mm-inbox';
import { createSqliteLedger, openStateFile, type StateFile } from '@clawmost/mm-inbox/sqlite';
import { createMemoryStore, type OwnedCommandStore } from '@clawmost/mm-slash-registry';
import type { ControlRecords } from './controls.ts';
import type { Conversations } from './conversations.ts';
import type { DecisionLog } from './decision-log.ts';
import { memoryControls } from './memory/controls.ts';
import { memoryConversations } from './memory/conversations.ts';
import { memoryDecisionLog } from './memory/decision-log.ts';
import { memoryPairingRecords } from './memory/pairing-records.ts';
import { memoryParticipation } from './memory/participation.ts';
import { memoryPendingAnswers } from './memory/pending-answers.ts';
import { memoryPreviews } from './memory/previews.ts';
import { memoryTickets } from './memory/tickets.ts';
import type { PairingRecords } from './pairing-records.ts';
import type { Participation } from './participation.ts';
import type { PendingAnswers } from './pending-answers.ts';
import type { Previews } from './previews.ts';
import { sqliteControls } from './sqlite/controls.ts';
import { sqliteConversations } from './sqlite/conversations.ts';
import { sqliteDecisionLog } from './sqlite/decision-log.ts';
import { sqlitePairingRecords } from './sqlite/pairing-records.ts';
import { sqliteParticipation } from './sqlite/participation.ts';
import { sqlitePendingAnswers } from './sqlite/pending-answers.ts';
import { sqlitePreviews } from './sqlite/previews.ts';
import { sqliteSlashCommands } from './sqlite/slash-commands.ts';
import { sqliteTickets } from './sqlite/tickets.ts';
import type { Tickets } from './tickets.ts';

/** Everything that an account keeps. README.md lists what each store holds and for how long. */
export interface AccountStores {
  readonly ledger: Ledger;
  readonly pendingAnswers: PendingAnswers;
  readonly previews: Previews;
  readonly participation: Participation;
  readonly conversations: Conversations;
  readonly decisions: DecisionLog;
  readonly pairing: PairingRecords;
  readonly slashCommands: OwnedCommandStore;
  readonly tickets: Tickets;
  readonly controls: ControlRecords;
  close(): Promise<void>;
}

/** The path of an account's file. An account id cannot lead out of the folder. */
export function stateFilePath(stateDir: string, accountId: string): string {
  return join(stateDir, 'mattermost', `${encodeURIComponent(accountId)}.sqlite`);
}

/**
 * Opens the stores of an account in one SQLite file. Only the owner can read the folder that it is in.
 *
 * @throws {CorruptFileError} when the file is damaged; the message names the file and what to do
 * @throws {NewerSchemaError} when a newer version of the plugin wrote the file
 */
export function openSqliteStores(stateDir: string, accountId: string): AccountStores {
  mkdirSync(join(stateDir, 'mattermost'), { recursive: true, mode: 0o700 });
  const file = openStateFile(stateFilePath(stateDir, accountId));
  try {
    const ledger = createSqliteLedger(file);
    return {
      ledger,
      pendingAnswers: sqlitePendingAnswers(file),
      previews: sqlitePreviews(file),
      participation: sqliteParticipation(file),
      conversations: sqliteConversations(file),
      decisions: sqliteDecisionLog(file),
      pairing: sqlitePairingRecords(file),
      slashCommands: sqliteSlashCommands(file),
      tickets: sqliteTickets(file),
      controls: sqliteControls(file),
      close: () => ledger.close(),
    };
  } catch (error) {
    file.close();
    throw error;
  }
}

/** The stores from which a command of the operator reads what happened to a post. */
export interface ReadableStores {
  readonly ledger: Pick<Ledger, 'find' | 'dead' | 'counts' | 'progress' | 'leaseHolder'>;
  readonly pendingAnswers: Pick<PendingAnswers, 'turnOf' | 'answersTo'>;
  readonly decisions: Pick<DecisionLog, 'about'>;
}

/**
 * Reads the stores of an account without a write, while a gateway may have them open. Resolves to `undefined` when the
 * account has no file, because it never ran.
 *
 * @throws {CorruptFileError} and {NewerSchemaError}, as `openSqliteStores` does
 * @throws Error when an older version of the plugin wrote the file
 */
export async function readSqliteStores<T>(
  stateDir: string,
  accountId: string,
  read: (stores: ReadableStores) => Promise<T>,
): Promise<T | undefined> {
  const path = stateFilePath(stateDir, accountId);
  if (!existsSync(path)) return undefined;
  const file = openStateFile(path, { readOnly: true });
  try {
    return await read(readableStores(file));
  } finally {
    file.close();
  }
}

function readableStores(file: StateFile): ReadableStores {
  try {
    return {
      ledger: createSqliteLedger(file),
      pendingAnswers: sqlitePendingAnswers(file),
      decisions: sqliteDecisionLog(file),
    };
  } catch (error) {
    if (error instanceof LedgerError) throw error;
    // Only a process that may write can bring the tables up to date.
    const why = 'An older version of the plugin wrote it, or the account is just being started';
    throw new Error(`${file.path} does not have all tables. ${why}: start the gateway once.`, { cause: error });
  }
}

/**
 * Changes dead letters of an account from another process than the one that runs it, which notices the change within 5 s.
 * Resolves to `undefined` when the account has no file.
 */
export async function changeDeadLetters<T>(
  stateDir: string,
  accountId: string,
  change: (ledger: Pick<Ledger, 'find' | 'dead' | 'revive' | 'drop' | 'leaseHolder'>) => Promise<T>,
): Promise<T | undefined> {
  const path = stateFilePath(stateDir, accountId);
  if (!existsSync(path)) return undefined;
  // Without a lease: the ledger lets such a process change dead letters, and nothing else is changed here.
  const file = openStateFile(path);
  try {
    return await change(createSqliteLedger(file));
  } finally {
    file.close();
  }
}

/** Makes stores that keep everything in memory, for tests. */
export function createMemoryStores(): AccountStores {
  const ledger = createMemoryLedger();
  return {
    ledger,
    pendingAnswers: memoryPendingAnswers(),
    previews: memoryPreviews(),
    participation: memoryParticipation(),
    conversations: memoryConversations(),
    decisions: memoryDecisionLog(),
    pairing: memoryPairingRecords(),
    slashCommands: createMemoryStore(),
    tickets: memoryTickets(),
    controls: memoryControls(),
    close: () => ledger.close(),
  };
}
