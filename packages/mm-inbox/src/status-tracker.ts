import type { ResolvedOptions } from './options.ts';
import { messageOf } from './repeat.ts';
import type { CatchUpProgress, InboxState, InboxStatus } from './status.ts';

/** The numbers that the status reads from the queue. */
export interface QueueSizes {
  readonly queued: number;
  readonly running: number;
  readonly released: number;
}

/** Called when the state changes; `error` is why the inbox is blocked. */
export type StateListener = (state: InboxState, error: Error | undefined) => void;

/** Keeps the status and reports its changes to `onStatus`. */
export class StatusTracker {
  readonly #options: ResolvedOptions;
  #queue: QueueSizes = { queued: 0, running: 0, released: 0 };
  #state: InboxState = 'stopped';
  #since: number;
  #why: string | undefined;
  #catchUp: CatchUpProgress = { done: 0, of: 0, posts: 0 };
  #leftOut: InboxStatus['leftOut'] = { posts: 0, channels: 0 };
  #leftOutBefore: InboxStatus['leftOut'] = this.#leftOut;
  #lastEventAt: number | undefined;
  #lastGap: InboxStatus['lastGap'];
  #dead = 0;
  #isPolling: () => boolean = () => false;
  /** What fails at the moment and is repeated, by a name of the work. */
  readonly #problems = new Map<string, string>();
  readonly #onState: StateListener;

  constructor(options: ResolvedOptions, onState: StateListener) {
    this.#options = options;
    this.#onState = onState;
    this.#since = options.testing.now();
  }

  status(): InboxStatus {
    const { queued, running, released } = this.#queue;
    return {
      state: this.#state,
      since: this.#since,
      why: this.#why ?? [...this.#problems.values()].at(-1),
      isPolling: this.#isPolling(),
      catchUp: this.#catchUp,
      leftOut: this.#leftOut,
      lastEventAt: this.#lastEventAt,
      lastGap: this.#lastGap,
      queued,
      running,
      released,
      dead: this.#dead,
    };
  }

  /** Reads numbers from a new run. */
  watch(queue: QueueSizes, isPolling: () => boolean): void {
    this.#queue = queue;
    this.#isPolling = isPolling;
    this.#problems.clear();
  }

  setState(state: InboxState, error?: Error): void {
    // A blocked inbox stays blocked until it is stopped or its socket is started again.
    if (this.#state === 'blocked' && state !== 'stopped' && state !== 'starting') return;
    const hasChanged = this.#state !== state;
    if (hasChanged) this.#since = this.#options.testing.now();
    this.#state = state;
    this.#why = error?.message;
    if (hasChanged) this.#onState(state, error);
    this.#report();
  }

  /** Notes that some work fails and is repeated, or works again (`undefined`). */
  setProblem(what: string, message: string | undefined): void {
    if (this.#problems.get(what) === message) return;
    this.#problems.delete(what);
    if (message !== undefined) this.#problems.set(what, message);
    this.#report();
  }

  markEvent(): void {
    this.#lastEventAt = this.#options.testing.now();
  }

  markGap(reason: string): void {
    this.#lastGap = { reason, at: this.#options.testing.now() };
  }

  setDeadLetters(count: number): void {
    this.#dead = count;
  }

  addDeadLetter(): void {
    this.#dead += 1;
    this.#report();
  }

  addLeftOut(posts: number): void {
    this.#leftOut = { posts: this.#leftOut.posts + posts, channels: this.#leftOut.channels + 1 };
  }

  startCatchUp(): void {
    this.#catchUp = { done: 0, of: 0, posts: 0 };
    this.#leftOutBefore = this.#leftOut;
    this.setState('catching-up');
  }

  setChannelsToRead(count: number): void {
    this.#catchUp = { ...this.#catchUp, of: count };
    this.#report();
  }

  /** Counts a channel; one that was not among the channels to read was only read a second time. */
  markChannelRead(wasListed: boolean, posts: number): void {
    const { done, of, posts: before } = this.#catchUp;
    this.#catchUp = { done: wasListed ? done + 1 : done, of, posts: before + posts };
    this.#report();
  }

  finishCatchUp(isOnline: boolean): void {
    const { logger } = this.#options;
    const { of, posts } = this.#catchUp;
    logger.info(`caught up: ${posts} posts in ${of} channels`);
    const left = this.#leftOut.posts - this.#leftOutBefore.posts;
    const channels = this.#leftOut.channels - this.#leftOutBefore.channels;
    if (channels > 0) logger.warn(`the catch-up left out ${left} posts or more, in ${channels} channels`);
    if (isOnline) this.setState('ready');
  }

  #report(): void {
    try {
      this.#options.onStatus(this.status());
    } catch (error) {
      this.#options.logger.error(`onStatus failed: ${messageOf(error)}`);
    }
  }
}
