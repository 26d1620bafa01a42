import type { Entry, Outcome } from '../ledger/entry.ts';
import type { Claim } from '../ledger/ledger.ts';
import type { ResolvedOptions } from '../options.ts';
import type { InboxPost } from '../post.ts';
import { maxInterruptions, retryAfterMs } from '../retry.ts';
import { type PostSource, refusalCode, type Turn, type Verdict } from '../turn.ts';
import { Lineup } from './lineup.ts';
import { messageOf, type Persistence, persist } from './persist.ts';
import type { DispatcherHost, Running } from './running.ts';

/** So many posts that were handed over may be unfinished; whoever has as many will not be helped by more. */
const maxOpen = 1_000;

/** Hands over what waits, in order within a conversation, and writes down how it ended. */
export class Dispatcher {
  readonly #options: ResolvedOptions;
  readonly #host: DispatcherHost;
  readonly #lineup = new Lineup();
  readonly #running = new Map<Running, Promise<void>>();
  readonly #stop = new AbortController();
  readonly #persistence: Persistence;
  #alarm: AbortController | undefined;
  #pumping = false;

  constructor(options: ResolvedOptions, host: DispatcherHost) {
    this.#options = options;
    this.#host = host;
    const { logger, random, sleep } = options;
    this.#persistence = {
      signal: this.#stop.signal,
      logger,
      random,
      sleep,
      onLost: error => host.ledgerLost(error),
    };
  }

  /** How many wait. */
  get queued(): number {
    return this.#lineup.size;
  }

  /** How many are being handed over. */
  get running(): number {
    return [...this.#running.keys()].filter(({ handedOver }) => !handedOver).length;
  }

  /** How many were handed over and are not finished. */
  get handedOver(): number {
    return this.#running.size - this.running;
  }

  /** The channels in which something waits: what happened there meanwhile matters to it. */
  waitingChannels(): Set<string> {
    return this.#lineup.channels();
  }

  /** Whether it waits for its turn. */
  waits(key: string): boolean {
    return this.#lineup.get(key) !== undefined;
  }

  /** Has something handed over when its turn comes; what waits or runs already is left alone. */
  add(
    entry: Pick<Entry, 'key' | 'conversation' | 'channelId' | 'at'> & { readonly dueAt?: number },
    source: PostSource,
    verdict?: Verdict | Promise<Verdict>,
  ): void {
    const { key, conversation, channelId, at, dueAt = 0 } = entry;
    // A rejection is looked at when its turn comes.
    if (verdict instanceof Promise) verdict.catch(() => {});
    const running = this.#runningWith(key);
    if (running !== undefined) {
      running.after = () => this.add(entry, source, verdict);
      return;
    }
    this.#lineup.add({ key, conversation, channelId, at, dueAt, source, verdict });
    this.pump();
  }

  /** It was edited before its turn: whether it is wanted is asked again. */
  revised(key: string, verdict: Verdict | Promise<Verdict> | undefined): void {
    if (verdict instanceof Promise) verdict.catch(() => {});
    const waiting = this.#lineup.get(key);
    if (waiting !== undefined) waiting.verdict = verdict;
  }

  /** A post was edited or deleted during its turn, which matters only if the turn fails. */
  changed(key: string, meanwhile: InboxPost | 'deleted'): void {
    const running = this.#runningWith(key);
    if (running !== undefined) running.meanwhile = meanwhile;
  }

  /** It is not to be handed over after all. */
  forget(keys: readonly string[]): void {
    for (const key of keys) this.#lineup.remove(key);
  }

  /** Looks whether anything can be handed over; soon, and once, however often it is called. */
  pump(): void {
    if (this.#pumping || this.#stop.signal.aborted) return;
    this.#pumping = true;
    queueMicrotask(() => {
      this.#pumping = false;
      this.#handOver();
    });
  }

  /** Begins nothing more, and waits for what runs; what does not end in time is left for the next start. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#alarm?.abort();
    const { ledger, sleep, stopTimeoutMs, logger } = this.#options;
    const timeout = new AbortController();
    const ended = Promise.all(this.#running.values()).then(() => timeout.abort());
    await Promise.race([ended, sleep(stopTimeoutMs, timeout.signal).catch(() => {})]);
    timeout.abort();
    for (const running of this.#running.keys()) {
      running.abandoned = true;
      const { key } = running.waiting;
      logger.warn(`${key} did not end in time: it is handed over again at the next start`);
      await ledger.putBack(key, 0).catch(error => logger.error(`${key}: ${messageOf(error)}`));
    }
    this.#running.clear();
  }

  #handOver(): void {
    const { now, maxRunning } = this.#options;
    const isOpen = (channelId: string): boolean => this.#host.isOpen(channelId);
    while (!this.#stop.signal.aborted && this.running < maxRunning && this.#running.size < maxOpen) {
      const waiting = this.#lineup.take(now(), isOpen);
      if (waiting === undefined) break;
      const running: Running = {
        waiting,
        handedOver: false,
        abandoned: false,
        meanwhile: undefined,
        after: undefined,
      };
      const turn = this.#run(running).finally(() => {
        this.#running.delete(running);
        running.after?.();
        this.#passOn(running);
      });
      this.#running.set(running, turn);
    }
    this.#setAlarm(this.#lineup.nextDue(now(), isOpen));
  }

  /** Comes back when something is due that has to wait until then. */
  #setAlarm(due: number | undefined): void {
    this.#alarm?.abort();
    this.#alarm = undefined;
    if (due === undefined || this.#stop.signal.aborted) return;
    const alarm = new AbortController();
    this.#alarm = alarm;
    const { sleep, now } = this.#options;
    sleep(Math.max(1, due - now()), alarm.signal).then(
      () => this.pump(),
      () => {},
    );
  }

  /** The next of the conversation may follow. */
  #passOn(running: Running): void {
    if (!running.handedOver) this.#lineup.free(running.waiting.conversation);
    running.handedOver = true;
    this.pump();
  }

  async #run(running: Running): Promise<void> {
    const { key } = running.waiting;
    try {
      const claim = await this.#write('claim', () => this.#options.ledger.claim(key));
      if (claim === undefined) {
        await this.#notToBeHad(running);
        return;
      }
      const { entry } = claim;
      if (entry.interruptions >= maxInterruptions) {
        await this.#bury(claim, `the process ended ${entry.interruptions} times in the middle of it`);
        return;
      }
      try {
        const outcome = await this.#attempt(running, claim);
        if (!running.abandoned) await this.#write('settle', () => this.#options.ledger.settle(key, outcome));
      } catch (error) {
        if (!running.abandoned) await this.#failed(running, claim, error);
      }
    } catch (error) {
      // The ledger cannot be written to any more; what is in it is found at the next start.
      this.#options.logger.error(`${key}: ${messageOf(error)}`);
    }
  }

  async #attempt(running: Running, { entry, payload }: Claim): Promise<Outcome> {
    const { handle, kinds } = this.#options;
    const turn = this.#turn(running, entry);
    if (entry.kind !== 'post') {
      const handler = kinds[entry.kind];
      if (handler === undefined) throw new TypeError(`kinds has no handler for ${entry.kind}`);
      return (await handler(payload, turn)) ?? answered;
    }
    const post = payload as InboxPost;
    if (!entry.adopted) {
      const { waiting } = running;
      const verdict = await (waiting.verdict ?? this.#options.accept(post, { source: waiting.source }));
      const silence = refusalCode(verdict);
      if (silence !== undefined) return { outcome: 'silent', code: silence };
      waiting.verdict = true;
    }
    return (await handle(post, turn)) ?? answered;
  }

  #turn(running: Running, entry: Entry): Turn {
    return {
      key: entry.key,
      entry,
      source: running.waiting.source,
      signal: this.#stop.signal,
      attempt: entry.claims,
      wasAdopted: entry.adopted,
      handedOver: () => this.#passOn(running),
      adopted: async () => {
        if (!running.abandoned) await this.#write('note an adoption', () => this.#options.ledger.adopt(entry.key));
      },
    };
  }

  async #failed(running: Running, claim: Claim, error: unknown): Promise<void> {
    const { ledger, logger, now, random } = this.#options;
    const { waiting } = running;
    const { key } = claim.entry;
    if (this.#stop.signal.aborted) {
      await this.#write('put back', () => ledger.putBack(key, 0));
      return;
    }
    if (running.meanwhile === 'deleted') {
      await this.#write('settle', () => ledger.settle(key, { outcome: 'silent', code: 'deleted' }));
      return;
    }
    // Only a yes is worth keeping.
    const verdict = waiting.verdict === true ? true : undefined;
    if (!this.#host.isOnline()) {
      const dueAt = now() + (retryAfterMs(1, random) ?? 0);
      await this.#write('put back', () => ledger.putBack(key, dueAt));
      await this.#again(running, dueAt, verdict);
      return;
    }
    const failures = claim.entry.failures + 1;
    const pause = retryAfterMs(failures, random);
    if (pause === undefined) {
      await this.#bury(claim, messageOf(error));
      return;
    }
    const dueAt = now() + pause;
    logger.warn(`${key} failed (${failures}), next try in ${pause} ms: ${messageOf(error)}`);
    await this.#write('note a failure', () => ledger.fail(key, { error: short(error), retryAt: dueAt }));
    await this.#again(running, dueAt, verdict);
  }

  /** Back to its place, before the conversation goes on. */
  async #again({ waiting, meanwhile }: Running, dueAt: number, verdict: Verdict | undefined): Promise<void> {
    if (typeof meanwhile === 'object') {
      await this.#write('revise', () => this.#options.ledger.revise(waiting.key, meanwhile, meanwhile.edit_at));
    }
    this.#lineup.add({ ...waiting, dueAt, verdict: meanwhile === undefined ? verdict : undefined });
  }

  /** It is settled, or the ledger's clock says that it is too early: clocks can be put back. */
  async #notToBeHad({ waiting }: Running): Promise<void> {
    const { ledger, now } = this.#options;
    const entry = (await this.#write('find', () => ledger.find([waiting.key]))).get(waiting.key);
    if (entry?.state === 'waiting') this.#lineup.add({ ...waiting, dueAt: Math.max(entry.dueAt, now() + 1_000) });
  }

  #runningWith(key: string): Running | undefined {
    for (const running of this.#running.keys()) if (running.waiting.key === key) return running;
    return undefined;
  }

  async #bury({ entry, payload }: Claim, why: string): Promise<void> {
    const { ledger, logger, onDead } = this.#options;
    const error = short(why);
    await this.#write('bury', () => ledger.fail(entry.key, { error }));
    logger.error(`${entry.key} failed too often and is put aside: ${why}`);
    this.#host.died();
    // Nothing waits for the telling.
    const tell = async () =>
      onDead({ entry: { ...entry, state: 'dead', failures: entry.failures + 1, error }, payload });
    tell().catch(thrown => logger.error(`onDead failed: ${messageOf(thrown)}`));
  }

  #write<T>(what: string, write: () => Promise<T>): Promise<T> {
    return persist(what, write, this.#persistence);
  }
}

const answered: Outcome = { outcome: 'answered' };

/** Long messages are not worth keeping. */
function short(error: unknown): string {
  return messageOf(error).slice(0, 1_000);
}
