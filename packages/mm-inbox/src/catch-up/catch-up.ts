import type { Progress } from '../ledger/ledger.ts';
import { messageOf } from '../repeat.ts';
import type { ListedChannel } from '../rest.ts';
import { ChannelReader, type ReaderParts } from './channel-reader.ts';
import { hasUnread, inReadingOrder, knownUntil, listChannels, overlapMs } from './channels-to-read.ts';

/** What a catch-up reports while it runs. */
export interface CatchUpCallbacks {
  /** The catch-up will read these channels; nothing is missing in the others. */
  onListed(unread: ReadonlySet<string>): void;
  /** A channel was read, with this many new posts. */
  onRead(channelId: string, posts: number): void;
}

/** What a catch-up works with. */
export interface CatchUpParts extends ReaderParts {
  readonly callbacks: CatchUpCallbacks;
  /** Resolves when the time of the very first start is recorded. */
  readonly firstStart: () => Promise<void>;
}

/** How many channels are read at the same time. */
const readers = 4;

/** How often a channel is read again that the server lists and refuses to show, such as during a change of permissions. */
const unreadableAttempts = 3;

/**
 * Finds posts that did not arrive, and appends them to the ledger. It repeats failed calls until everything is read.
 * The watermark of a channel is written with its posts, so the next catch-up does not read the channel again.
 */
export class CatchUp {
  readonly #parts: CatchUpParts;
  readonly #reader: ChannelReader;
  readonly #unreadable = new Map<string, ListedChannel>();

  constructor(parts: CatchUpParts) {
    this.#parts = parts;
    this.#reader = new ChannelReader(parts);
  }

  /** Resolves when nothing is missing; rejects when the signal aborts or the ledger is lost. */
  async run(): Promise<void> {
    const { options, callbacks, clock, firstStart, dispatcher, signal } = this.#parts;
    const { ledger } = options;
    await firstStart();
    signal.throwIfAborted();
    await clock.measure({ signal });
    const progress = await ledger.progress();
    const before = await this.#list(progress);
    const waiting = dispatcher.waitingChannels();
    const unread = [...before.values()].filter(one => waiting.has(one.id) || hasUnread(one, progress));
    callbacks.onListed(new Set(unread.map(({ id }) => id)));
    await this.#readAll(unread, progress);

    // A second look, for posts that were written before the stream began and became visible while channels were read.
    const channels = await this.#list(progress);
    const marks = (await ledger.progress()).marks;
    const moved = [...channels.values()].filter(({ id, last_post_at }) => {
      const seen = Math.max(before.get(id)?.last_post_at ?? 0, marks.get(id) ?? 0);
      return last_post_at > seen;
    });
    await this.#readAll(moved, progress);
    await this.#readUnreadable(channels, progress);
    await this.#finish(before);
  }

  #list({ marks }: Progress): Promise<Map<string, ListedChannel>> {
    const { rest, logger } = this.#parts.options;
    const warn = () =>
      logger.warn('the account is in no team: only direct messages from known channels are caught up on this server');
    return this.#reader.repeat('list the channels', () => listChannels(rest, this.#parts, marks.keys(), warn));
  }

  async #readAll(channels: readonly ListedChannel[], progress: Progress): Promise<void> {
    const queue = [...channels].sort(inReadingOrder);
    const readSome = async (): Promise<void> => {
      for (let channel = queue.shift(); channel !== undefined; channel = queue.shift()) {
        await this.#readOne(channel, progress);
      }
    };
    await Promise.all(Array.from({ length: readers }, readSome));
  }

  async #readOne(channel: ListedChannel, progress: Progress): Promise<void> {
    const { callbacks, tracker, options } = this.#parts;
    if (!this.#reader.hasPostsLeft) {
      tracker.addLeftOut(0);
      callbacks.onRead(channel.id, 0);
      return;
    }
    const result = await this.#reader.read(channel, knownUntil(channel.id, progress), progress);
    if (result.kind === 'unreadable') {
      options.logger.info(`channel ${channel.id} cannot be read: ${messageOf(result.error)}`);
      this.#unreadable.set(channel.id, channel);
    }
    if (result.kind === 'read' && (result.leftOut > 0 || !result.isComplete)) tracker.addLeftOut(result.leftOut);
    callbacks.onRead(channel.id, result.kind === 'read' ? result.posts : 0);
  }

  /**
   * Reads channels again that the server refused to show. Usually the account has left such a channel, and it is listed
   * no more. If it is listed, its posts are meant for the account and must not be lost without a trace.
   */
  async #readUnreadable(listed: ReadonlyMap<string, ListedChannel>, progress: Progress): Promise<void> {
    const { options, tracker, signal } = this.#parts;
    for (let attempt = 1; attempt <= unreadableAttempts; attempt++) {
      const channels = [...this.#unreadable.values()].filter(({ id }) => listed.has(id));
      if (channels.length === 0) return;
      await options.testing.sleep(attempt * 1_000, signal);
      this.#unreadable.clear();
      await this.#readAll(channels, progress);
    }
    for (const { id } of this.#unreadable.values()) {
      options.logger.warn(`channel ${id} is listed and cannot be read: its missed posts are left out`);
      tracker.addLeftOut(0);
    }
  }

  /** Records that everything up to the first list of channels is in the ledger. The stream delivered what came later. */
  async #finish(listed: ReadonlyMap<string, ListedChannel>): Promise<void> {
    const { options, arrivals, clock, signal } = this.#parts;
    await arrivals.whenWritten();
    signal.throwIfAborted();
    const latest = Math.max(arrivals.latest, ...[...listed.values()].map(({ last_post_at }) => last_post_at));
    const completeUntil = Math.min(latest, clock.now() + overlapMs);
    const marks = new Map([...listed.values()].map(({ id, last_post_at }) => [id, last_post_at]));
    await arrivals.advance({ completeUntil, marks });
    await options.ledger.keepMarks(new Set(listed.keys()));
  }
}
