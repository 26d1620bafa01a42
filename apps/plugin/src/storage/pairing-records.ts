/** What is remembered about a person who was given a pairing code. The code itself is not. */
export interface PairingRecord {
  /** The user who asked. */
  readonly senderId: string;
  /** When this was, in milliseconds since 1970; also names the two posts, so that a repetition is recognised. */
  readonly askedAt: number;
  /** `asking` until the code is posted, then `asked`; `telling` while the approval is being posted, then `told`. */
  readonly phase: 'asking' | 'asked' | 'telling' | 'told';
}

/** Where the pairing records of one account are kept; they must survive a restart. */
export interface PairingRecords {
  get(senderId: string): Promise<PairingRecord | undefined>;
  put(record: PairingRecord): Promise<void>;
  delete(senderId: string): Promise<void>;
  /** All records, the oldest first. */
  list(): Promise<readonly PairingRecord[]>;
}
