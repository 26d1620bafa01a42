import { inWrittenOrder } from '../ledger/entry.ts';
import type { PostSource, Verdict } from '../turn.ts';

/** An entry that waits for its turn. Its payload stays in the ledger. */
export interface QueuedEntry {
  readonly key: string;
  readonly conversation: string;
  readonly channelId: string;
  readonly at: number;
  /** The earliest time for its turn. */
  dueAt: number;
  readonly source: PostSource;
  /** What `accept` said, or its promise; `undefined` when `accept` must be called again. */
  verdict: Verdict | Promise<Verdict> | undefined;
}

/** Entries by conversation: the oldest of a conversation is next, and conversations take turns. */
export class ConversationQueue {
  readonly #byKey = new Map<string, QueuedEntry>();
  /** Each list is sorted by the time when its entries were written. */
  readonly #conversations = new Map<string, QueuedEntry[]>();
  readonly #busy = new Set<string>();

  /** The number of entries. */
  get size(): number {
    return this.#byKey.size;
  }

  /** The entry with this key, if it is waiting. */
  get(key: string): QueuedEntry | undefined {
    return this.#byKey.get(key);
  }

  /** The channels of all entries. */
  channels(): Set<string> {
    return new Set([...this.#byKey.values()].map(({ channelId }) => channelId));
  }

  /** Inserts an entry at its place. One with the same key stays as it is. */
  add(entry: QueuedEntry): void {
    if (this.#byKey.has(entry.key)) return;
    this.#byKey.set(entry.key, entry);
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
    const entries = this.#conversations.get(entry.conversation) ?? [];
    entries.splice(entries.indexOf(entry), 1);
    if (entries.length === 0) this.#conversations.delete(entry.conversation);
  }

  /** Removes and returns the next entry that is due in an open channel. Its conversation is busy until `free`. */
  take(now: number, isOpen: (channelId: string) => boolean): QueuedEntry | undefined {
    for (const [conversation, entries] of this.#conversations) {
      const [first] = entries;
      if (first === undefined || first.dueAt > now || this.#busy.has(conversation) || !isOpen(first.channelId))
        continue;
      this.#busy.add(conversation);
      this.remove(first.key);
      // Moved to the end, so that a long conversation does not keep the others waiting.
      if (this.#conversations.delete(conversation)) this.#conversations.set(conversation, entries);
      return first;
    }
    return undefined;
  }

  /** Lets the next entry of a conversation be taken. */
  free(conversation: string): void {
    this.#busy.delete(conversation);
  }

  /** The earliest time at which an entry that only waits for its time is due. */
  nextDue(now: number, isOpen: (channelId: string) => boolean): number | undefined {
    let next: number | undefined;
    for (const [conversation, [first]] of this.#conversations) {
      if (first === undefined || this.#busy.has(conversation) || !isOpen(first.channelId)) continue;
      if (first.dueAt > now && (next === undefined || first.dueAt < next)) next = first.dueAt;
    }
    return next;
  }
}
