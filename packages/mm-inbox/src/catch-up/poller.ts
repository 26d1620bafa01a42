import type { Progress } from '../ledger/ledger.ts';
import { messageOf } from '../repeat.ts';
import type { ListedChannel } from '../rest.ts';
import { ChannelReader, type ReaderParts } from './channel-reader.ts';
import { hasUnread, inReadingOrder, knownUntil, listChannels } from './channels-to-read.ts';

/** What the poller asks. */
export interface PollerCallbacks {
  /** Whether a catch-up is running, which reads the same channels. */
  isCatchingUp(): boolean;
  /** Channels may have become open or closed. */
  onChange(): void;
}

/** What the poller works with. */
export interface PollerParts extends Omit<ReaderParts, 'signal'> {
  readonly callbacks: PollerCallbacks;
  /** Resolves when the time of the very first start is recorded. */
  readonly firstStart: () => Promise<void>;
  /** Aborts at the end of the run. */
  readonly endSignal: AbortSignal;
}

/** The shortest and the longest pause between two lists of channels. */
const minPauseMs = 1_000;
const maxPauseMs = 5_000;

/**
 * Finds new posts over REST while the socket is disconnected.
 *
 * It writes no watermarks: it cannot know whether a post becomes visible later with an earlier time, as the stream would
 * tell. So the catch-up after the reconnect reads the same channels, and finds in the ledger what was polled already.
 */
export class Poller {
  readonly #parts: PollerParts;
  #loop: AbortController | undefined;
  #isReachable = false;
  /** `last_post_at` of each channel when it was polled. */
  #polled = new Map<string, number>();
  #unread = new Set<string>();
  /** Channels with more new posts than the limits allow. The catch-up reads them. */
  #leftToCatchUp = new Set<string>();

  constructor(parts: PollerParts) {
    this.#parts = parts;
  }

  /** Whether the last poll reached the server. */
  get isReachable(): boolean {
    return this.#isReachable;
  }

  /** Whether posts of a channel may be dispatched: the last poll found no unread posts there, or has read them. */
  isOpen(channelId: string): boolean {
    return this.#isReachable && !this.#unread.has(channelId) && !this.#leftToCatchUp.has(channelId);
  }

  /** Starts to poll after a second. Does nothing while it polls. */
  start(): void {
    if (this.#loop !== undefined || !this.#parts.options.pollWhileDisconnected) return;
    const loop = new AbortController();
    this.#loop = loop;
    const signal = AbortSignal.any([loop.signal, this.#parts.endSignal]);
    this.#poll(signal).catch(error => {
      if (!signal.aborted) this.#parts.options.logger.error(`polling ended: ${messageOf(error)}`);
    });
  }

  /** Stops polling, because the socket is signed in or the inbox is blocked. */
  stop(): void {
    this.#loop?.abort();
    this.#loop = undefined;
    this.#isReachable = false;
    this.#polled = new Map();
    this.#unread = new Set();
    this.#leftToCatchUp = new Set();
  }

  async #poll(signal: AbortSignal): Promise<void> {
    const { options, callbacks, firstStart } = this.#parts;
    const { testing, logger } = options;
    let pause = minPauseMs;
    let hasReported = false;
    await testing.sleep(pause, signal);
    await firstStart();
    while (!signal.aborted) {
      if (!callbacks.isCatchingUp()) {
        if (!hasReported) logger.info('the socket is disconnected: polling over REST until it is back');
        hasReported = true;
        const found = await this.#pollOnce(signal);
        pause = found > 0 ? minPauseMs : Math.min(pause * 1.5, maxPauseMs);
      }
      await testing.sleep(pause, signal);
    }
  }

  /** Polls once and returns the number of new posts. */
  async #pollOnce(signal: AbortSignal): Promise<number> {
    const { options, dispatcher, callbacks } = this.#parts;
    let found = 0;
    try {
      const progress = await options.ledger.progress();
      const listed = await listChannels(options.rest, { signal }, progress.marks.keys());
      signal.throwIfAborted();
      const waiting = this.#isReachable ? new Set<string>() : dispatcher.waitingChannels();
      const unread = [...listed.values()].filter(one => waiting.has(one.id) || this.#hasMoved(one, progress));
      this.#isReachable = true;
      this.#unread = new Set(unread.map(({ id }) => id));
      callbacks.onChange();
      const reader = new ChannelReader({ ...this.#parts, signal }, { isProvisional: true });
      for (const channel of unread.sort(inReadingOrder)) found += await this.#readOne(reader, channel, progress);
    } catch (error) {
      if (signal.aborted) throw error;
      options.logger.debug(`polling failed: ${messageOf(error)}`);
      this.#isReachable = false;
      callbacks.onChange();
    }
    return found;
  }

  async #readOne(reader: ChannelReader, channel: ListedChannel, progress: Progress): Promise<number> {
    const known = Math.max(knownUntil(channel.id, progress), this.#polled.get(channel.id) ?? 0);
    const result = await reader.read(channel, known, progress);
    this.#polled.set(channel.id, channel.last_post_at);
    this.#unread.delete(channel.id);
    if (result.kind === 'too-much') this.#leftToCatchUp.add(channel.id);
    this.#parts.callbacks.onChange();
    return result.kind === 'read' ? result.posts : 0;
  }

  #hasMoved(channel: ListedChannel, progress: Progress): boolean {
    return hasUnread(channel, progress) && channel.last_post_at > (this.#polled.get(channel.id) ?? -1);
  }
}
