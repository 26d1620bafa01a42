import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Ledger } from '@clawmost/mm-inbox';
import { createSqliteLedger, openStateFile, type StateFile } from '@clawmost/mm-inbox/sqlite';
import type { PairingRecords } from '../pairing-records.ts';
import { createOwed, type Owed } from './owed.ts';
import { createPairingRecords } from './pairing-records.ts';
import { createParticipation, type Participation } from './participation.ts';
import { createWhyLog, type WhyLog } from './why-log.ts';

/** What an account remembers, in one file. */
export interface AccountState {
  readonly file: StateFile;
  readonly ledger: Ledger;
  readonly participation: Participation;
  readonly why: WhyLog;
  readonly owed: Owed;
  readonly pairing: PairingRecords;
}

/** The file of an account, under the host's state directory. */
export function stateFilePath(stateDir: string, accountId: string): string {
  return join(stateDir, 'mattermost', `${encodeURIComponent(accountId)}.sqlite`);
}

/** Opens the file of an account, or makes it, readable for its owner alone. */
export function openState(stateDir: string, accountId: string): AccountState {
  mkdirSync(join(stateDir, 'mattermost'), { recursive: true, mode: 0o700 });
  const file = openStateFile(stateFilePath(stateDir, accountId));
  return {
    file,
    ledger: createSqliteLedger(file),
    participation: createParticipation(file),
    why: createWhyLog(file),
    owed: createOwed(file),
    pairing: createPairingRecords(file),
  };
}
