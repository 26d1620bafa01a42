import type { Entry, Outcome } from '../ledger/entry.ts';
import type { Claim } from '../ledger/ledger.ts';
import type { ResolvedOptions } from '../options.ts';
import { type InboxPost, type ServerPost, toInboxPost } from '../post.ts';
import { maxInterruptions, retryPauseMs } from '../retry.ts';
import { type PostSource, refusalCode, type Turn, type Verdict } from '../turn.ts';
import { ConversationQueue } from './conversation-queue.ts';
import type { DispatcherCallbacks, RunningTurn } from './running-turn.ts';
import { messageOf, type RetryOptions, writeWithRetry } from './write-with-retry.ts';

/** Upper bound on turns that have not ended, so that a handler which never ends cannot grow memory without limit. */
const maxUnfinished = 1_000;

/** Dispatches waiting entries to their handlers, in order within a conversation, and records how they ended. */
export class Dispatcher {
  readonly #options: ResolvedOptions;
  readonly #callbacks: DispatcherCallbacks;
  readonly #queue = new ConversationQueue();
  readonly #running = new Map<RunningTurn, Promise<void>>();
  readonly #stop = new AbortController();
  readonly #retry: RetryOptions;
  #alarm: AbortController | undefined;
  #isPumping = false;

  constructor(options: ResolvedOptions, callbacks: DispatcherCallbacks) {
    this.#options = options;
    this.#callbacks = callbacks;
    const { logger, testing } = options;
    this.#retry = {
      signal: this.#stop.signal,
      logger,
      random: testing.random,
      sleep: testing.sleep,
      onLedgerLost: error => callbacks.onLedgerLost(error),
    };
  }

  /** The number of entries that wait for their turn. */
  get queued(): number {
    return this.#queue.size;
  }

  /** The number of handlers that have not released their place. */
  get running(): number {
    return [...this.#running.keys()].filter(({ isReleased }) => !isReleased).length;
  }

  /** The number of handlers that have released their place and not ended. */
  get released(): number {
    return this.#running.size - this.running;
  }

  /** The channels of waiting entries: edits and deletions there concern them. */
  waitingChannels(): Set<string> {
    return this.#queue.channels();
  }

  /** Whether an entry waits for its turn. */
  isWaiting(key: string): boolean {
    return this.#queue.get(key) !== undefined;
  }

  /** Queues an entry. One that is waiting or running already is not queued twice. */
  add(
    entry: Pick<Entry, 'key' | 'conversation' | 'channelId' | 'at'> & { readonly dueAt?: number },
    source: PostSource,
    verdict?: Verdict | Promise<Verdict>,
  ): void {
    const { key, conversation, channelId, at, dueAt = 0 } = entry;
    // A rejection is handled when it is the turn of the entry.
    if (verdict instanceof Promise) verdict.catch(() => {});
    const running = this.#findRunning(key);
    if (running !== undefined) {
      running.onEnd = () => this.add(entry, source, verdict);
      return;
    }
    this.#queue.add({ key, conversation, channelId, at, dueAt, source, verdict });
    this.pump();
  }

  /** Replaces what `accept` said, because the post was edited before its turn. */
  replaceVerdict(key: string, verdict: Verdict | Promise<Verdict> | undefined): void {
    if (verdict instanceof Promise) verdict.catch(() => {});
    const queued = this.#queue.get(key);
    if (queued !== undefined) queued.verdict = verdict;
  }

  /** Notes that a post was edited or deleted during its turn, for the case that it is retried. */
  noteChange(key: string, change: InboxPost | 'deleted'): void {
    const running = this.#findRunning(key);
    if (running !== undefined) running.change = change;
  }

  /** Removes entries from the queue. */
  remove(keys: readonly string[]): void {
    for (const key of keys) this.#queue.remove(key);
  }

  /** Dispatches what can be dispatched, in the next microtask, however often it is called until then. */
  pump(): void {
    if (this.#isPumping || this.#stop.signal.aborted) return;
    this.#isPumping = true;
    queueMicrotask(() => {
      this.#isPumping = false;
      this.#dispatch();
    });
  }

  /** Starts no more turns and waits for those that run. What does not end in time is left for the next start. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#alarm?.abort();
    const { ledger, testing, stopTimeoutMs, logger } = this.#options;
    const timeout = new AbortController();
    const allEnded = Promise.all(this.#running.values()).then(() => timeout.abort());
    await Promise.race([allEnded, testing.sleep(stopTimeoutMs, timeout.signal).catch(() => {})]);
    timeout.abort();
    for (const running of this.#running.keys()) {
      running.isAbandoned = true;
      const { key } = running.queued;
      logger.warn(`${key} did not end in time: it is dispatched again after the next start`);
      await ledger.putBack(key, 0).catch(error => logger.error(`${key}: ${messageOf(error)}`));
    }
    this.#running.clear();
  }

  #dispatch(): void {
    const { testing, maxRunning } = this.#options;
    const isOpen = (channelId: string): boolean => this.#callbacks.isOpen(channelId);
    while (!this.#stop.signal.aborted && this.running < maxRunning && this.#running.size < maxUnfinished) {
      const queued = this.#queue.take(testing.now(), isOpen);
      if (queued === undefined) break;
      const running: RunningTurn = {
        queued,
        isReleased: false,
        isAbandoned: false,
        change: undefined,
        onEnd: undefined,
      };
      const turn = this.#run(running).finally(() => {
        this.#running.delete(running);
        running.onEnd?.();
        this.#release(running);
      });
      this.#running.set(running, turn);
    }
    this.#setAlarm(this.#queue.nextDue(testing.now(), isOpen));
  }

  /** Dispatches again when the next entry is due. */
  #setAlarm(due: number | undefined): void {
    this.#alarm?.abort();
    this.#alarm = undefined;
    if (due === undefined || this.#stop.signal.aborted) return;
    const alarm = new AbortController();
    this.#alarm = alarm;
    const { sleep, now } = this.#options.testing;
    sleep(Math.max(1, due - now()), alarm.signal).then(
      () => this.pump(),
      () => {},
    );
  }

  /** Lets the next entry of the conversation start. */
  #release(running: RunningTurn): void {
    if (!running.isReleased) this.#queue.free(running.queued.conversation);
    running.isReleased = true;
    this.pump();
  }

  async #run(running: RunningTurn): Promise<void> {
    const { key } = running.queued;
    try {
      const claim = await this.#write('claim', () => this.#options.ledger.claim(key));
      if (claim === undefined) {
        await this.#handleLostClaim(running);
        return;
      }
      const { entry } = claim;
      if (entry.interruptions >= maxInterruptions) {
        await this.#deadLetter(claim, `the process ended ${entry.interruptions} times while it was handled`);
        return;
      }
      try {
        const outcome = await this.#attempt(running, claim);
        if (!running.isAbandoned) await this.#write('settle', () => this.#options.ledger.settle(key, outcome));
      } catch (error) {
        if (!running.isAbandoned) await this.#handleFailure(running, claim, error);
      }
    } catch (error) {
      // The ledger can no longer be written. The next start finds the entry in it.
      this.#options.logger.error(`${key}: ${messageOf(error)}`);
    }
  }

  async #attempt(running: RunningTurn, { entry, payload }: Claim): Promise<Outcome> {
    const { handle, kinds } = this.#options;
    const turn = this.#turn(running, entry);
    if (entry.kind !== 'post') {
      const handler = kinds[entry.kind];
      if (handler === undefined) throw new TypeError(`kinds: expected a handler for ${entry.kind}, got undefined`);
      return (await handler(payload, turn)) ?? answered;
    }
    const post = toInboxPost(payload as ServerPost);
    if (!entry.adopted) {
      const { queued } = running;
      const verdict = await (queued.verdict ?? this.#options.accept(post, { source: queued.source }));
      const refusal = refusalCode(verdict);
      if (refusal !== undefined) return { outcome: 'silent', code: refusal };
      queued.verdict = true;
    }
    return (await handle(post, turn)) ?? answered;
  }

  #turn(running: RunningTurn, entry: Entry): Turn {
    return {
      key: entry.key,
      entry,
      source: running.queued.source,
      signal: this.#stop.signal,
      attempt: entry.claims,
      wasAdopted: entry.adopted,
      release: () => this.#release(running),
      markAdopted: async () => {
        if (!running.isAbandoned) await this.#write('mark an adoption', () => this.#options.ledger.adopt(entry.key));
      },
    };
  }

  async #handleFailure(running: RunningTurn, claim: Claim, error: unknown): Promise<void> {
    const { ledger, logger, testing } = this.#options;
    const { queued } = running;
    const { key } = claim.entry;
    if (this.#stop.signal.aborted) {
      await this.#write('put back', () => ledger.putBack(key, 0));
      return;
    }
    if (running.change === 'deleted') {
      await this.#write('settle', () => ledger.settle(key, { outcome: 'silent', code: 'deleted' }));
      return;
    }
    // A refusal or a failure of `accept` is not kept: it is called again.
    const verdict = queued.verdict === true ? true : undefined;
    if (!this.#callbacks.isOnline()) {
      const dueAt = testing.now() + (retryPauseMs(1, testing.random) ?? 0);
      await this.#write('put back', () => ledger.putBack(key, dueAt));
      await this.#requeue(running, dueAt, verdict);
      return;
    }
    const failures = claim.entry.failures + 1;
    const pause = retryPauseMs(failures, testing.random);
    if (pause === undefined) {
      await this.#deadLetter(claim, messageOf(error));
      return;
    }
    const dueAt = testing.now() + pause;
    logger.warn(`${key} failed (${failures}), next attempt in ${pause} ms: ${messageOf(error)}`);
    await this.#write('record a failure', () => ledger.fail(key, { error: shorten(error), retryAt: dueAt }));
    await this.#requeue(running, dueAt, verdict);
  }

  /** Queues an entry again, before the next one of its conversation can start. */
  async #requeue({ queued, change }: RunningTurn, dueAt: number, verdict: Verdict | undefined): Promise<void> {
    if (typeof change === 'object') {
      await this.#write('revise', () => this.#options.ledger.revise(queued.key, change, change.edit_at));
    }
    this.#queue.add({ ...queued, dueAt, verdict: change === undefined ? verdict : undefined });
  }

  /** The entry is settled, or it is not due on the ledger's clock, which can have been put back. */
  async #handleLostClaim({ queued }: RunningTurn): Promise<void> {
    const { ledger, testing } = this.#options;
    const entry = (await this.#write('find', () => ledger.find([queued.key]))).get(queued.key);
    if (entry?.state !== 'waiting') return;
    this.#queue.add({ ...queued, dueAt: Math.max(entry.dueAt, testing.now() + 1_000) });
  }

  #findRunning(key: string): RunningTurn | undefined {
    for (const running of this.#running.keys()) if (running.queued.key === key) return running;
    return undefined;
  }

  async #deadLetter({ entry, payload }: Claim, why: string): Promise<void> {
    const { ledger, logger, onDead } = this.#options;
    const error = shorten(why);
    await this.#write('make a dead letter', () => ledger.fail(entry.key, { error }));
    logger.error(`${entry.key} failed too often and is a dead letter now: ${why}`);
    this.#callbacks.onDeadLetter();
    // The next post does not wait for `onDead`.
    const report = async () =>
      onDead({ entry: { ...entry, state: 'dead', failures: entry.failures + 1, error }, payload });
    report().catch(thrown => logger.error(`onDead failed: ${messageOf(thrown)}`));
  }

  #write<T>(what: string, write: () => Promise<T>): Promise<T> {
    return writeWithRetry(what, write, this.#retry);
  }
}

const answered: Outcome = { outcome: 'answered' };

/** Limits what the ledger keeps of an error's message. */
function shorten(error: unknown): string {
  return messageOf(error).slice(0, 1_000);
}
