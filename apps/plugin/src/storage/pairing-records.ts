/** What is kept about a person who was given a pairing code. The code itself is not kept. */
export interface PairingRecord {
  /** The person's user id. */
  readonly senderId: string;
  /** When the person asked, in milliseconds since 1970. It is part of both delivery ids, so that neither post appears twice. */
  readonly requestedAt: number;
  /** How far it is. A process that ends while it posts leaves `posting-…`: the post may be missing. */
  readonly phase: 'posting-code' | 'code-posted' | 'posting-approval' | 'approval-posted';
}

/** Keeps the pairing records of one account across restarts. */
export interface PairingRecords {
  get(senderId: string): Promise<PairingRecord | undefined>;
  /** Writes the record of a person, in place of an earlier one. */
  put(record: PairingRecord): Promise<void>;
  delete(senderId: string): Promise<void>;
  /** All records, the oldest first. */
  list(): Promise<readonly PairingRecord[]>;
}
