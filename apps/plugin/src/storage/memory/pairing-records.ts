import type { PairingRecord, PairingRecords } from '../pairing-records.ts';

/** Keeps the pairing records in memory, for tests. */
export function memoryPairingRecords(): PairingRecords {
  const records = new Map<string, PairingRecord>();
  return {
    get: async senderId => records.get(senderId),
    put: async record => void records.set(record.senderId, record),
    delete: async senderId => void records.delete(senderId),
    list: async () => [...records.values()].sort((a, b) => a.requestedAt - b.requestedAt),
  };
}
