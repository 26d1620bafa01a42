/** What is remembered about somebody who was given a pairing code. The code itself is not. */
export interface PairingRecord {
  /** The user who asked. */
  readonly senderId: string;
  /** When this was, in milliseconds since 1970; also names the two posts, so that a repetition is recognised. */
  readonly askedAt: number;
  /** `asking` until the code was posted, `asked` then, `telling` while the person is told of the approval, then `told`. */
  readonly phase: 'asking' | 'asked' | 'telling' | 'told';
}

/** Where the records of one account are kept; they must survive a restart. */
export interface PairingRecords {
  get(senderId: string): PairingRecord | undefined;
  put(record: PairingRecord): void;
  delete(senderId: string): void;
  list(): readonly PairingRecord[];
}

/** Keeps the records in memory, for tests. */
export function createMemoryPairingRecords(): PairingRecords {
  const records = new Map<string, PairingRecord>();
  return {
    get: senderId => records.get(senderId),
    put: record => void records.set(record.senderId, record),
    delete: senderId => void records.delete(senderId),
    list: () => [...records.values()],
  };
}
