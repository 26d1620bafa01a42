import { inWrittenOrder } from '../ledger/entry.ts';
import { isDue } from '../retry.ts';
import type { KnownVerdict, PostSource } from '../turn.ts';

/** An entry that waits for its turn. Its payload stays in the ledger. */
export interface QueuedEntry {
  readonly key: string;
  readonly conversation: string;
  readonly channelId: string;
  readonly at: number;
  /** The earliest time for its turn. */
  dueAt: number;
  /** Whether it waits for a retry: later entries of its conversation then do not wait for it. */
  readonly isRetry: boolean;
  /** Whether the process ended several times while it was handled: it is then handled alone. */
  readonly isSuspect: boolean;
  readonly source: PostSource;
  /** What `accept` said, or its promise; `undefined` when `accept` must be called again. */
  verdict: KnownVerdict;
}

/** Entries by conversation: the oldest of a conversation is next, and conversations take turns. */
export class ConversationQueue {
  readonly #byKey = new Map<string, QueuedEntry>();
  /** Each list is sorted by the time when its entries were written. */
  readonly #conversations = new Map<string, QueuedEntry[]>();
  readonly #busy = new Set<string>();
  #suspects = 0;

  /** The number of entries. */
  get size(): number {
    return this.#byKey.size;
  }

  /** The entry with this key, if it is waiting. */
  get(key: string): QueuedEntry | undefined {
    return this.#byKey.get(key);
  }

  /** Whether an entry is waiting that must be handled alone. */
  get hasSuspects(): boolean {
    return this.#suspects > 0;
  }

  /** The channels of all entries. */
  channels(): Set<string> {
    return new Set([...this.#byKey.values()].map(({ channelId }) => channelId));
  }

  /** Inserts an entry at its place. One with the same key stays as it is. */
  add(entry: QueuedEntry): void {
    if (this.#byKey.has(entry.key)) return;
    this.#byKey.set(entry.key, entry);
    if (entry.isSuspect) this.#suspects += 1;
    const entries = this.#conversations.get(entry.conversation);
    if (entries === undefined) {
      this.#conversations.set(entry.conversation, [entry]);
      return;
    }
    // Nearly always it is the newest.
    let place = entries.length;
    while (place > 0 && inWrittenOrder(entries[place - 1] as QueuedEntry, entry) > 0) place -= 1;
    entries.splice(place, 0, entry);
  }

  /** Removes an entry. */
  remove(key: string): void {
    const entry = this.#byKey.get(key);
    if (entry === undefined) return;
    this.#byKey.delete(key);
    if (entry.isSuspect) this.#suspects -= 1;
    const entries = this.#conversations.get(entry.conversation) ?? [];
    entries.splice(entries.indexOf(entry), 1);
    if (entries.length === 0) this.#conversations.delete(entry.conversation);
  }

  /** Removes and returns the next entry that may start. Its conversation is busy until `free`. */
  take(now: number, mayStart: (entry: QueuedEntry) => boolean): QueuedEntry | undefined {
    for (const [conversation, entries] of this.#conversations) {
      if (this.#busy.has(conversation)) continue;
      const next = candidates(entries).find(one => isDue(one.dueAt, now) && mayStart(one));
      if (next === undefined) continue;
      this.#busy.add(conversation);
      this.remove(next.key);
      // Moved to the end, so that a long conversation does not keep the others waiting.
      if (this.#conversations.delete(conversation)) this.#conversations.set(conversation, entries);
      return next;
    }
    return undefined;
  }

  /** Lets the next entry of a conversation be taken. */
  free(conversation: string): void {
    this.#busy.delete(conversation);
  }

  /** The earliest time at which an entry is due that waits only for its time. */
  nextDue(now: number): number | undefined {
    let next: number | undefined;
    for (const [conversation, entries] of this.#conversations) {
      if (this.#busy.has(conversation)) continue;
      for (const { dueAt } of candidates(entries)) {
        if (!isDue(dueAt, now) && (next === undefined || dueAt < next)) next = dueAt;
      }
    }
    return next;
  }
}

/** The entries of a conversation that may be next: the oldest one, and those behind it as long as it waits for a retry. */
function candidates(entries: readonly QueuedEntry[]): readonly QueuedEntry[] {
  const end = entries.findIndex(({ isRetry }) => !isRetry);
  return end === -1 ? entries : entries.slice(0, end + 1);
}
