import { expect, it } from 'vitest';
import { createPairingRecords } from '../../../src/storage/sqlite/pairing-records.ts';
import { temporaryStateFile } from '../../support/state-file.ts';

it('keeps one record a person, the newest, also across a restart', () => {
  const { file, reopened } = temporaryStateFile();
  const records = createPairingRecords(file);
  records.put({ senderId: 'bob', askedAt: 2, phase: 'asked' });
  records.put({ senderId: 'alice', askedAt: 1, phase: 'asked' });
  records.put({ senderId: 'alice', askedAt: 1, phase: 'telling' });
  const later = createPairingRecords(reopened());
  expect(later.get('alice')).toEqual({ senderId: 'alice', askedAt: 1, phase: 'telling' });
  expect(later.list().map(({ senderId }) => senderId)).toEqual(['alice', 'bob']);
});

it('forgets a person', () => {
  const records = createPairingRecords(temporaryStateFile().file);
  records.put({ senderId: 'alice', askedAt: 1, phase: 'asked' });
  records.delete('alice');
  expect(records.get('alice')).toBeUndefined();
  expect(records.list()).toEqual([]);
});
