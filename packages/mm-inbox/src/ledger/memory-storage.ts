import { type Entry, type EntryState, inWrittenOrder } from './entry.ts';
import type { Lease } from './lease.ts';
import type { ProgressTime, Storage } from './storage.ts';

/** The data of a ledger in memory; several ledgers can share it, as processes share a file. */
export interface MemoryStore {
  /** Entries by key. */
  readonly entries: Map<string, Entry>;
  /** Payloads by key, as JSON. */
  readonly payloads: Map<string, string>;
  /** The times of the progress by name. */
  readonly times: Map<string, number>;
  /** Watermarks by channel id. */
  readonly marks: Map<string, number>;
  /** The lease of the process that runs the account. */
  lease: Lease | undefined;
  /** Counts the changes. */
  version: number;
}

/** Makes an empty store, for several ledgers that share it. */
export function createMemoryStore(): MemoryStore {
  return { entries: new Map(), payloads: new Map(), times: new Map(), marks: new Map(), lease: undefined, version: 0 };
}

/** Keeps the rows of a ledger in maps. It needs no rollback, because the rules are checked before anything is written. */
export function memoryStorage(store: MemoryStore): Storage {
  let ownVersion = store.version;
  const countChange = (): void => {
    const isCurrent = ownVersion === store.version;
    store.version += 1;
    if (isCurrent) ownVersion = store.version;
  };
  const inState = (...states: EntryState[]): Entry[] =>
    [...store.entries.values()].filter(({ state }) => states.includes(state)).sort(inWrittenOrder);
  return {
    transaction: work => work(),
    get: key => store.entries.get(key),
    put(entry) {
      store.entries.set(entry.key, entry);
      countChange();
    },
    readPayload: key => store.payloads.get(key),
    writePayload(key, json) {
      if (json === undefined) store.payloads.delete(key);
      else store.payloads.set(key, json);
    },
    unsettled: () => inState('waiting', 'running'),
    waitingInThread: postId => inState('waiting').filter(({ key, rootId }) => key === postId || rootId === postId),
    dead: limit => inState('dead').reverse().slice(0, limit),
    readLease: () => store.lease,
    writeLease(lease) {
      store.lease = lease;
      countChange();
    },
    readTime: (name: ProgressTime) => store.times.get(name),
    writeTime: (name, time) => void store.times.set(name, time),
    readMark: channelId => store.marks.get(channelId),
    readMarks: () => new Map(store.marks),
    writeMark: (channelId, time) => void store.marks.set(channelId, time),
    forgetMark: channelId => void store.marks.delete(channelId),
    prune({ before, maxRows, limit }) {
      const settled = inState('settled');
      const tooMany = settled.length - maxRows;
      const old = settled.filter(({ at }, index) => at < before || index < tooMany).slice(0, limit);
      for (const { key } of old) store.entries.delete(key);
      return { count: old.length, until: old.at(-1)?.at ?? 0 };
    },
    counts: () => {
      const counts = { waiting: 0, running: 0, settled: 0, dead: 0 };
      for (const { state } of store.entries.values()) counts[state] += 1;
      return counts;
    },
    hasChangedElsewhere() {
      const hasChanged = ownVersion !== store.version;
      ownVersion = store.version;
      return hasChanged;
    },
    checkInPlace() {},
    close() {},
  };
}
