import type { ResolvedOptions } from './options.ts';
import { messageOf } from './queue/persist.ts';
import type { CatchUpProgress, InboxState, InboxStatus, LastGap, LeftOut } from './status.ts';

/** What the board reads of the queue. */
export interface QueueSizes {
  readonly queued: number;
  readonly running: number;
  readonly handedOver: number;
}

/** Keeps the status, and tells of its changes. */
export class StatusBoard {
  readonly #options: ResolvedOptions;
  #queue: QueueSizes = { queued: 0, running: 0, handedOver: 0 };
  #state: InboxState = 'stopped';
  #since: number;
  #why: string | undefined;
  #catchUp: CatchUpProgress = { done: 0, of: 0, posts: 0 };
  #leftOut: LeftOut = { posts: 0, channels: 0 };
  #leftOutBefore: LeftOut = this.#leftOut;
  #lastEventAt: number | undefined;
  #lastGap: LastGap | undefined;
  #dead = 0;

  constructor(options: ResolvedOptions) {
    this.#options = options;
    this.#since = options.now();
  }

  status(): InboxStatus {
    const { queued, running, handedOver } = this.#queue;
    return {
      state: this.#state,
      since: this.#since,
      why: this.#why,
      catchUp: this.#catchUp,
      leftOut: this.#leftOut,
      lastEventAt: this.#lastEventAt,
      lastGap: this.#lastGap,
      queued,
      running,
      handedOver,
      dead: this.#dead,
    };
  }

  watch(queue: QueueSizes): void {
    this.#queue = queue;
  }

  becomes(state: InboxState, why?: string): void {
    // Recovering lasts from the first failure, however many follow; blocked, until it is started again.
    if (this.#state === 'blocked' && state !== 'stopped' && state !== 'starting') return;
    if (this.#state !== state) this.#since = this.#options.now();
    this.#state = state;
    this.#why = why;
    this.#tell();
  }

  heard(): void {
    this.#lastEventAt = this.#options.now();
  }

  gap(reason: string): void {
    this.#lastGap = { reason, at: this.#options.now() };
  }

  dead(count: number): void {
    this.#dead = count;
  }

  died(count: number): void {
    this.#dead += count;
    this.#tell();
  }

  leftOut(posts: number): void {
    this.#leftOut = { posts: this.#leftOut.posts + posts, channels: this.#leftOut.channels + 1 };
  }

  catchUpBegins(): void {
    this.#catchUp = { done: 0, of: 0, posts: 0 };
    this.#leftOutBefore = this.#leftOut;
    this.becomes('catching-up');
  }

  catchUpReads(channels: number): void {
    this.#catchUp = { ...this.#catchUp, of: channels };
    this.#tell();
  }

  /** A channel that was not on the list was only looked at a second time. */
  channelRead(listed: boolean, posts: number): void {
    const { done, of, posts: before } = this.#catchUp;
    this.#catchUp = { done: listed ? done + 1 : done, of, posts: before + posts };
    this.#tell();
  }

  catchUpEnds(online: boolean): void {
    const { logger } = this.#options;
    const { of, posts } = this.#catchUp;
    logger.info(`caught up: ${posts} posts in ${of} channels`);
    const left = this.#leftOut.posts - this.#leftOutBefore.posts;
    const channels = this.#leftOut.channels - this.#leftOutBefore.channels;
    if (channels > 0) logger.warn(`the catch-up left out ${left} posts or more, in ${channels} channels`);
    if (online) this.becomes('ready');
  }

  #tell(): void {
    try {
      this.#options.onStatus(this.status());
    } catch (error) {
      this.#options.logger.error(`onStatus failed: ${messageOf(error)}`);
    }
  }
}
