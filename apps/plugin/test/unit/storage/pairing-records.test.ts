import { describe, expect, it } from 'vitest';
import type { PairingRecord } from '../../../src/storage/pairing-records.ts';
import { sqlitePairingRecords } from '../../../src/storage/sqlite/pairing-records.ts';
import { temporaryStateFile } from '../../support/state-file.ts';
import { implementations } from '../../support/stores.ts';

const alice: PairingRecord = { senderId: 'alice', requestedAt: 1, phase: 'code-posted' };
const bob: PairingRecord = { senderId: 'bob', requestedAt: 2, phase: 'posting-code' };

describe.each(implementations)('The pairing records in %s', (_, open) => {
  it('A person has one record, the last that was written', async () => {
    const { pairing } = open();
    await pairing.put(alice);
    await pairing.put({ ...alice, requestedAt: 3, phase: 'posting-approval' });
    expect(await pairing.get('alice')).toEqual({ senderId: 'alice', requestedAt: 3, phase: 'posting-approval' });
    expect(await pairing.list()).toHaveLength(1);
    expect(await pairing.get('bob')).toBeUndefined();
  });

  it('The records are listed by the time of the request, the oldest first', async () => {
    const { pairing } = open();
    await pairing.put(bob);
    await pairing.put(alice);
    expect(await pairing.list()).toEqual([alice, bob]);
  });

  it('A deleted record is gone, and no other record is', async () => {
    const { pairing } = open();
    await pairing.put(alice);
    await pairing.put(bob);
    await pairing.delete('alice');
    expect(await pairing.get('alice')).toBeUndefined();
    expect(await pairing.list()).toEqual([bob]);
  });
});

describe('The pairing records in a SQLite file', () => {
  it('The records survive a restart', async () => {
    const { file, reopen } = temporaryStateFile();
    await sqlitePairingRecords(file).put(alice);
    expect(await sqlitePairingRecords(reopen()).list()).toEqual([alice]);
  });

  it('The phases that an earlier version wrote are read under their new names', async () => {
    const { file } = temporaryStateFile();
    file.migrate('pairing', [
      `CREATE TABLE pairing (sender_id TEXT PRIMARY KEY, asked_at INTEGER NOT NULL, phase TEXT NOT NULL) STRICT;
       INSERT INTO pairing VALUES ('a', 1, 'asking'), ('b', 2, 'asked'), ('c', 3, 'telling'), ('d', 4, 'told');`,
    ]);
    expect(await sqlitePairingRecords(file).list()).toEqual([
      { senderId: 'a', requestedAt: 1, phase: 'posting-code' },
      { senderId: 'b', requestedAt: 2, phase: 'code-posted' },
      { senderId: 'c', requestedAt: 3, phase: 'posting-approval' },
      { senderId: 'd', requestedAt: 4, phase: 'approval-posted' },
    ]);
  });
});
