import { inWrittenOrder } from '../ledger/entry.ts';
import type { PostSource, Verdict } from '../turn.ts';

/** Something that waits for its turn; what it says stays in the ledger. */
export interface Waiting {
  readonly key: string;
  readonly conversation: string;
  readonly channelId: string;
  readonly at: number;
  /** Not before then. */
  dueAt: number;
  /** Where it came from. */
  source: PostSource;
  /** Whether it is wanted, where that is known or being found out. */
  verdict: Verdict | Promise<Verdict> | undefined;
}

/** Who is next: the first of each conversation, the conversations taking turns. */
export class Lineup {
  readonly #byKey = new Map<string, Waiting>();
  /** Each in the order in which it was written. */
  readonly #conversations = new Map<string, Waiting[]>();
  readonly #busy = new Set<string>();

  /** How many wait. */
  get size(): number {
    return this.#byKey.size;
  }

  /** The one with this key, if it waits. */
  get(key: string): Waiting | undefined {
    return this.#byKey.get(key);
  }

  /** The channels in which somebody waits. */
  channels(): Set<string> {
    return new Set([...this.#byKey.values()].map(({ channelId }) => channelId));
  }

  /** Takes one in, at its place. One that waits already stays as it is. */
  add(waiting: Waiting): void {
    if (this.#byKey.has(waiting.key)) return;
    this.#byKey.set(waiting.key, waiting);
    const line = this.#conversations.get(waiting.conversation);
    if (line === undefined) {
      this.#conversations.set(waiting.conversation, [waiting]);
      return;
    }
    // Nearly always it is the newest.
    let place = line.length;
    while (place > 0 && inWrittenOrder(line[place - 1] as Waiting, waiting) > 0) place -= 1;
    line.splice(place, 0, waiting);
  }

  /** Takes one out. */
  remove(key: string): void {
    const waiting = this.#byKey.get(key);
    if (waiting === undefined) return;
    this.#byKey.delete(key);
    const line = this.#conversations.get(waiting.conversation) ?? [];
    line.splice(line.indexOf(waiting), 1);
    if (line.length === 0) this.#conversations.delete(waiting.conversation);
  }

  /**
   * Takes the next one out whose turn it is, and whose channel is open; its conversation is busy from then on until it
   * is `freed`.
   */
  take(now: number, isOpen: (channelId: string) => boolean): Waiting | undefined {
    for (const [conversation, line] of this.#conversations) {
      const [first] = line;
      if (first === undefined || first.dueAt > now || this.#busy.has(conversation) || !isOpen(first.channelId))
        continue;
      this.#busy.add(conversation);
      this.remove(first.key);
      // To the end, so that a long conversation does not keep the others waiting.
      if (this.#conversations.delete(conversation)) this.#conversations.set(conversation, line);
      return first;
    }
    return undefined;
  }

  /** The next of a conversation may follow. */
  free(conversation: string): void {
    this.#busy.delete(conversation);
  }

  /** When the next one that only waits for its time is due. */
  nextDue(now: number, isOpen: (channelId: string) => boolean): number | undefined {
    let next: number | undefined;
    for (const [conversation, [first]] of this.#conversations) {
      if (first === undefined || this.#busy.has(conversation) || !isOpen(first.channelId)) continue;
      if (first.dueAt > now && (next === undefined || first.dueAt < next)) next = first.dueAt;
    }
    return next;
  }
}
