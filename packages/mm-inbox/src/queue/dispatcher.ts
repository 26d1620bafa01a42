import type { Entry } from '../ledger/entry.ts';
import type { ResolvedOptions } from '../options.ts';
import type { InboxPost } from '../post.ts';
import { messageOf } from '../repeat.ts';
import { suspectAfterInterruptions, suspectPauseMs } from '../retry.ts';
import type { KnownVerdict, PostSource } from '../turn.ts';
import { ConversationQueue, type QueuedEntry } from './conversation-queue.ts';
import { answered } from './outcome.ts';
import { currentTurn, type RunningTurn } from './running-turn.ts';
import { type RunnerCallbacks, TurnRunner } from './turn-runner.ts';

/** What the dispatcher asks and reports. */
export interface DispatcherCallbacks extends Omit<RunnerCallbacks, 'requeue' | 'release'> {
  /** Whether posts of a channel may be dispatched now. */
  isOpen(channelId: string): boolean;
}

/** Upper bound on turns that have not ended, so that a handler which never ends cannot grow memory without limit. */
const maxUnfinished = 1_000;

/** How long a suspect waits for the other turns to end, and how long other turns wait for a suspect. */
const aloneMs = 60_000;

/** Dispatches waiting entries to their handlers, in order within a conversation. */
export class Dispatcher {
  readonly #options: ResolvedOptions;
  readonly #callbacks: DispatcherCallbacks;
  readonly #queue = new ConversationQueue();
  readonly #running = new Map<RunningTurn, Promise<void>>();
  readonly #stop = new AbortController();
  readonly #runner: TurnRunner;
  #alarm: AbortController | undefined;
  #isPumping = false;

  constructor(options: ResolvedOptions, callbacks: DispatcherCallbacks) {
    this.#options = options;
    this.#callbacks = callbacks;
    const runnerCallbacks: RunnerCallbacks = {
      ...callbacks,
      requeue: entry => this.#queue.add(entry),
      release: running => this.#release(running),
    };
    this.#runner = new TurnRunner(options, runnerCallbacks, this.#stop.signal);
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
    entry: Pick<Entry, 'key' | 'conversation' | 'channelId' | 'at'> & Partial<Entry>,
    source: PostSource,
    verdict?: KnownVerdict,
  ): void {
    const { key, conversation, channelId, at, dueAt = 0, failures = 0, interruptions = 0 } = entry;
    // A rejection is handled when it is the turn of the entry.
    if (verdict instanceof Promise) verdict.catch(() => {});
    const running = this.#findRunning(key);
    if (running !== undefined) {
      running.onEnd = () => this.add(entry, source, verdict);
      return;
    }
    const { now, random } = this.#options.testing;
    const isSuspect = interruptions >= suspectAfterInterruptions;
    this.#queue.add({
      ...{ key, conversation, channelId, at, source, verdict, isSuspect },
      dueAt: isSuspect ? Math.max(dueAt, now() + suspectPauseMs(interruptions, random)) : dueAt,
      isRetry: failures > 0 || isSuspect,
    });
    this.pump();
  }

  /** Replaces what `accept` said, because the post was edited before its turn. */
  replaceVerdict(key: string, verdict: KnownVerdict): void {
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

  /**
   * Starts no more turns and waits for those that run. What does not end in time is left for the next start. A handler
   * that stops the inbox itself has done its work: its post is settled, and nothing waits for it.
   */
  async stop(): Promise<void> {
    const caller = currentTurn.getStore();
    this.#stop.abort();
    this.#alarm?.abort();
    const { ledger, testing, stopTimeoutMs, logger } = this.#options;
    if (caller !== undefined && this.#running.delete(caller)) {
      caller.isAbandoned = true;
      const { key } = caller.queued;
      await ledger.settle(key, answered).catch(error => logger.error(`${key}: ${messageOf(error)}`));
    }
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
    // One look at the clock for all: an entry that becomes due between two looks would be neither taken nor waited for.
    const now = testing.now();
    while (!this.#stop.signal.aborted && this.running < maxRunning && this.#running.size < maxUnfinished) {
      const queued = this.#queue.take(now, this.#startRule(now));
      if (queued === undefined) break;
      const running: RunningTurn = {
        queued,
        startedAt: now,
        isReleased: false,
        isAbandoned: false,
        change: undefined,
        onEnd: undefined,
      };
      const turn = this.#runner.run(running).finally(() => {
        this.#running.delete(running);
        running.onEnd?.();
        this.#release(running);
      });
      this.#running.set(running, turn);
    }
    this.#setAlarm(now);
  }

  /** A suspect starts when no other turn is running, and no other turn starts during its first minute. */
  #startRule(now: number): (entry: QueuedEntry) => boolean {
    const isIdle = this.#running.size === 0;
    const isHeldBack = [...this.#running.keys()].some(
      ({ queued, isReleased, startedAt }) => queued.isSuspect && !isReleased && now - startedAt < aloneMs,
    );
    return ({ isSuspect, dueAt, channelId }) => {
      if (!this.#callbacks.isOpen(channelId)) return false;
      return isSuspect ? isIdle || now - dueAt > aloneMs : !isHeldBack;
    };
  }

  /** Dispatches again when the next entry is due. While there is a suspect, also when its minute is over. */
  #setAlarm(now: number): void {
    this.#alarm?.abort();
    this.#alarm = undefined;
    const hasSuspect = this.#queue.hasSuspects || [...this.#running.keys()].some(({ queued }) => queued.isSuspect);
    const due = Math.min(
      this.#queue.nextDue(now) ?? Number.POSITIVE_INFINITY,
      hasSuspect ? now + aloneMs + 1 : Number.POSITIVE_INFINITY,
    );
    if (due === Number.POSITIVE_INFINITY || this.#stop.signal.aborted) return;
    const alarm = new AbortController();
    this.#alarm = alarm;
    this.#options.testing.sleep(Math.max(1, due - now), alarm.signal).then(
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

  #findRunning(key: string): RunningTurn | undefined {
    for (const running of this.#running.keys()) if (running.queued.key === key) return running;
    return undefined;
  }
}
