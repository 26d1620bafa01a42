import type { Entry, NewEntry, Outcome } from './entry.ts';
import { LeaseHeldError, LeaseLostError, LedgerClosedError } from './errors.ts';
import { type LeaseHolder, leaseGoodFor, thisProcess } from './lease.ts';
import type { Advance, Batch, Claim, Counts, DeadLetter, Failure, Ledger, Progress, Pruning } from './ledger.ts';
import type { Storage } from './storage.ts';
import * as transitions from './transitions.ts';

/** What may be replaced in a ledger. */
export interface LedgerOptions {
  /** The wall clock, which processes that share a ledger must agree on; for tests. @default Date.now */
  now?: (() => number) | undefined;
  /** Who takes the lease; for tests. @default this process */
  holder?: LeaseHolder | undefined;
}

/** The rules of a ledger, over any storage that can do a few things at once. */
export class StorageLedger implements Ledger {
  readonly #storage: Storage;
  readonly #now: () => number;
  readonly #holder: LeaseHolder;
  /** Of the lease that this ledger took last. */
  #token: string | undefined;
  #closed = false;

  constructor(storage: Storage, { now = Date.now, holder = thisProcess() }: LedgerOptions) {
    this.#storage = storage;
    this.#now = now;
    this.#holder = holder;
  }

  async acquireLease(): Promise<number> {
    const now = this.#now();
    const token = crypto.randomUUID();
    const interrupted = this.#write(() => {
      const lease = this.#storage.readLease();
      const goodFor = leaseGoodFor(lease, this.#holder, now);
      if (lease !== undefined && goodFor > 0) throw new LeaseHeldError(lease, goodFor);
      this.#storage.writeLease({ ...this.#holder, token, heartbeatAt: now });
      const left = this.#storage.unsettled().flatMap(entry => transitions.interrupted(entry, now) ?? []);
      for (const entry of left) this.#storage.put(entry);
      return left.length;
    }, 'anybody');
    this.#token = token;
    return interrupted;
  }

  async renewLease(): Promise<void> {
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
      const entry = this.#change(key, transitions.claimed);
      return entry && { entry, payload: this.#payload(key) };
    });
  }

  async adopt(key: string): Promise<boolean> {
    return this.#write(() => this.#change(key, transitions.adopted) !== undefined);
  }

  async settle(key: string, outcome: Outcome): Promise<boolean> {
    return this.#write(() => this.#end(key, transitions.settledAs(outcome)));
  }

  async fail(key: string, { error, retryAt }: Failure): Promise<boolean> {
    return this.#write(() => this.#change(key, transitions.failedWith(error, retryAt)) !== undefined);
  }

  async putBack(key: string, dueAt: number): Promise<boolean> {
    return this.#write(() => this.#change(key, transitions.putBackUntil(dueAt)) !== undefined);
  }

  async revise(key: string, payload: unknown, editedAt: number): Promise<boolean> {
    return this.#write(() => this.#rewrite(key, payload, transitions.revisedAt(editedAt)));
  }

  async wake(key: string, payload: unknown, editedAt: number): Promise<boolean> {
    return this.#write(() => this.#rewrite(key, payload, transitions.wokenAt(editedAt)));
  }

  async withdraw(postId: string, code: string): Promise<string[]> {
    return this.#write(() => {
      const keys = this.#storage.waitingIn(postId).map(({ key }) => key);
      return keys.filter(key => this.#end(key, transitions.withdrawnAs(code)));
    });
  }

  async dead(limit = 100): Promise<DeadLetter[]> {
    return this.#read(() => this.#storage.dead(limit).map(entry => ({ entry, payload: this.#payload(entry.key) })));
  }

  async revive(key: string): Promise<boolean> {
    return this.#write(() => this.#change(key, transitions.revived) !== undefined);
  }

  async drop(key: string): Promise<boolean> {
    return this.#write(() => this.#end(key, transitions.dropped));
  }

  async progress(): Promise<Progress> {
    return this.#read(() => ({
      startedAt: this.#storage.readTime('startedAt'),
      wholeUntil: this.#storage.readTime('wholeUntil'),
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

  async changedElsewhere(): Promise<boolean> {
    return this.#read(() => this.#storage.changedElsewhere());
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

  /** Whoever has held the lease writes only while nobody else does; those who never did may write as well. */
  #write<T>(work: () => T, who: 'holder' | 'anybody' = 'holder', durable = false): T {
    if (this.#closed) throw new LedgerClosedError();
    return this.#storage.transaction(() => {
      const lost = this.#token !== undefined && this.#storage.readLease()?.token !== this.#token;
      if (who === 'holder' && lost) throw new LeaseLostError();
      return work();
    }, durable);
  }

  #appendOne(entry: NewEntry): boolean {
    if (this.#storage.get(entry.key) !== undefined) return false;
    this.#storage.put(transitions.appended(entry, this.#now()));
    if (entry.silent === undefined) this.#storage.writePayload(entry.key, JSON.stringify(entry.payload ?? null));
    return true;
  }

  #change(key: string, transition: transitions.Transition): Entry | undefined {
    const entry = this.#storage.get(key);
    const changed = entry && transition(entry, this.#now());
    if (changed !== undefined) this.#storage.put(changed);
    return changed;
  }

  #end(key: string, transition: transitions.Transition): boolean {
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

  #advance({ startedAt, wholeUntil, marks }: Advance): void {
    const storage = this.#storage;
    if (startedAt !== undefined && storage.readTime('startedAt') === undefined) {
      storage.writeTime('startedAt', startedAt);
    }
    const before = storage.readTime('wholeUntil');
    if (wholeUntil !== undefined && (before === undefined || before < wholeUntil)) {
      storage.writeTime('wholeUntil', wholeUntil);
    }
    for (const [channelId, time] of marks ?? []) {
      const known = storage.readMark(channelId);
      if (known === undefined || known < time) storage.writeMark(channelId, time);
    }
  }
}
