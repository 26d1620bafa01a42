import type { Entry, NewEntry, Outcome } from './entry.ts';
import { LeaseHeldError, LeaseLostError, LedgerClosedError } from './errors.ts';
import { type LeaseHolder, remainingLeaseMs, thisProcess } from './lease.ts';
import type { Advance, Batch, Claim, Counts, DeadLetter, Failure, Ledger, Progress, Pruning } from './ledger.ts';
import type { Storage } from './storage.ts';
import * as transitions from './transitions.ts';

/** Options of a ledger. */
export interface LedgerOptions {
  /** Replacements for the clock and the process, for tests. @default the wall clock and this process */
  testing?:
    | {
        /** The wall clock; processes that share a ledger must agree on it. */
        now?: (() => number) | undefined;
        /** The process that takes the lease. */
        holder?: LeaseHolder | undefined;
      }
    | undefined;
}

/** The rules of a ledger, on top of a synchronous storage. */
export class StorageLedger implements Ledger {
  readonly #storage: Storage;
  readonly #now: () => number;
  readonly #holder: LeaseHolder;
  /** Identifies the lease that this ledger took last. */
  #token: string | undefined;
  #closed = false;

  constructor(storage: Storage, { testing = {} }: LedgerOptions) {
    const { now = Date.now, holder = thisProcess() } = testing;
    this.#storage = storage;
    this.#now = now;
    this.#holder = holder;
  }

  async acquireLease(): Promise<number> {
    const now = this.#now();
    const token = crypto.randomUUID();
    const interrupted = this.#write(() => {
      const lease = this.#storage.readLease();
      const remaining = remainingLeaseMs(lease, this.#holder, now);
      if (lease !== undefined && remaining > 0) throw new LeaseHeldError(lease, remaining);
      this.#storage.writeLease({ ...this.#holder, token, heartbeatAt: now });
      const left = this.#storage.unsettled().flatMap(entry => transitions.interrupt(entry, now) ?? []);
      for (const entry of left) this.#storage.put(entry);
      return left.length;
    }, 'any process');
    this.#token = token;
    return interrupted;
  }

  async renewLease(): Promise<void> {
    if (!this.#closed) this.#storage.checkInPlace();
    this.#write(() => {
      const lease = this.#storage.readLease();
      if (lease === undefined) throw new LeaseLostError();
      this.#storage.writeLease({ ...lease, heartbeatAt: this.#now() });
    });
  }

  async releaseLease(): Promise<void> {
    if (this.#token === undefined) return;
    const token = this.#token;
    this.#token = undefined;
    this.#write(() => {
      if (this.#storage.readLease()?.token === token) this.#storage.writeLease(undefined);
    });
  }

  async leaseHolder(): Promise<LeaseHolder | undefined> {
    const lease = this.#read(() => this.#storage.readLease());
    if (lease === undefined || remainingLeaseMs(lease, this.#holder, this.#now()) === 0) return undefined;
    const { host, pid, processBeganAt } = lease;
    return { host, pid, processBeganAt };
  }

  async append({ entries, durable = false, ...advance }: Batch): Promise<boolean[]> {
    return this.#write(
      () => {
        const isNew = entries.map(entry => this.#appendOne(entry));
        this.#advance(advance);
        return isNew;
      },
      'holder',
      durable,
    );
  }

  async find(keys: readonly string[]): Promise<Map<string, Entry>> {
    return this.#read(() => {
      const found = new Map<string, Entry>();
      for (const key of keys) {
        const entry = this.#storage.get(key);
        if (entry !== undefined) found.set(key, entry);
      }
      return found;
    });
  }

  async unsettled(): Promise<Entry[]> {
    return this.#read(() => this.#storage.unsettled());
  }

  async claim(key: string): Promise<Claim | undefined> {
    return this.#write(() => {
      const entry = this.#change(key, transitions.claim);
      return entry && { entry, payload: this.#payload(key) };
    });
  }

  async adopt(key: string): Promise<boolean> {
    return this.#write(() => this.#change(key, transitions.adopt) !== undefined);
  }

  async settle(key: string, outcome: Outcome): Promise<boolean> {
    return this.#write(() => this.#settle(key, transitions.settle(outcome)));
  }

  async fail(key: string, { error, retryAt }: Failure): Promise<boolean> {
    return this.#write(() => this.#change(key, transitions.fail(error, retryAt)) !== undefined);
  }

  async putBack(key: string, dueAt: number): Promise<boolean> {
    return this.#write(() => this.#change(key, transitions.putBack(dueAt)) !== undefined);
  }

  async revise(key: string, payload: unknown, editedAt: number): Promise<boolean> {
    return this.#write(() => this.#rewrite(key, payload, transitions.revise(editedAt)));
  }

  async wake(key: string, payload: unknown, editedAt: number): Promise<boolean> {
    return this.#write(() => this.#rewrite(key, payload, transitions.wake(editedAt)));
  }

  async withdraw(postId: string, code: string): Promise<string[]> {
    return this.#write(() => {
      const keys = this.#storage.waitingInThread(postId).map(({ key }) => key);
      return keys.filter(key => this.#settle(key, transitions.withdraw(code)));
    });
  }

  async dead(limit = 100): Promise<DeadLetter[]> {
    return this.#read(() => this.#storage.dead(limit).map(entry => ({ entry, payload: this.#payload(entry.key) })));
  }

  async revive(key: string): Promise<boolean> {
    return this.#write(() => this.#change(key, transitions.revive) !== undefined);
  }

  async drop(key: string): Promise<boolean> {
    return this.#write(() => this.#settle(key, transitions.drop));
  }

  async progress(): Promise<Progress> {
    return this.#read(() => ({
      startedAt: this.#storage.readTime('startedAt'),
      completeUntil: this.#storage.readTime('completeUntil'),
      prunedUntil: this.#storage.readTime('prunedUntil') ?? 0,
      marks: this.#storage.readMarks(),
    }));
  }

  async advance(advance: Advance): Promise<void> {
    this.#write(() => this.#advance(advance));
  }

  async keepMarks(channelIds: ReadonlySet<string>): Promise<void> {
    this.#write(() => {
      for (const channelId of this.#storage.readMarks().keys()) {
        if (!channelIds.has(channelId)) this.#storage.forgetMark(channelId);
      }
    });
  }

  async prune(pruning: Pruning): Promise<number> {
    return this.#write(() => {
      const { count, until } = this.#storage.prune(pruning);
      if (until > (this.#storage.readTime('prunedUntil') ?? 0)) this.#storage.writeTime('prunedUntil', until);
      return count;
    });
  }

  async counts(): Promise<Counts> {
    return this.#read(() => this.#storage.counts());
  }

  async hasChangedElsewhere(): Promise<boolean> {
    return this.#read(() => this.#storage.hasChangedElsewhere());
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    await this.releaseLease();
    this.#closed = true;
    this.#storage.close();
  }

  #read<T>(work: () => T): T {
    if (this.#closed) throw new LedgerClosedError();
    return work();
  }

  /** A ledger that has held the lease may write only while it holds it; one that never held it may write. */
  #write<T>(work: () => T, who: 'holder' | 'any process' = 'holder', durable = false): T {
    if (this.#closed) throw new LedgerClosedError();
    return this.#storage.transaction(() => {
      const isLost = this.#token !== undefined && this.#storage.readLease()?.token !== this.#token;
      if (who === 'holder' && isLost) throw new LeaseLostError();
      return work();
    }, durable);
  }

  #appendOne(entry: NewEntry): boolean {
    if (this.#storage.get(entry.key) !== undefined) return false;
    this.#storage.put(transitions.newEntry(entry, this.#now()));
    if (entry.silent === undefined) this.#storage.writePayload(entry.key, JSON.stringify(entry.payload ?? null));
    return true;
  }

  #change(key: string, transition: transitions.Transition): Entry | undefined {
    const entry = this.#storage.get(key);
    const changed = entry && transition(entry, this.#now());
    if (changed !== undefined) this.#storage.put(changed);
    return changed;
  }

  #settle(key: string, transition: transitions.Transition): boolean {
    if (this.#change(key, transition) === undefined) return false;
    this.#storage.writePayload(key, undefined);
    return true;
  }

  #rewrite(key: string, payload: unknown, transition: transitions.Transition): boolean {
    if (this.#change(key, transition) === undefined) return false;
    this.#storage.writePayload(key, JSON.stringify(payload ?? null));
    return true;
  }

  #payload(key: string): unknown {
    const json = this.#storage.readPayload(key);
    return json === undefined ? undefined : JSON.parse(json);
  }

  #advance({ startedAt, completeUntil, marks }: Advance): void {
    const storage = this.#storage;
    if (startedAt !== undefined && storage.readTime('startedAt') === undefined) {
      storage.writeTime('startedAt', startedAt);
    }
    const before = storage.readTime('completeUntil');
    if (completeUntil !== undefined && (before === undefined || before < completeUntil)) {
      storage.writeTime('completeUntil', completeUntil);
    }
    for (const [channelId, time] of marks ?? []) {
      const known = storage.readMark(channelId);
      if (known === undefined || known < time) storage.writeMark(channelId, time);
    }
  }
}
