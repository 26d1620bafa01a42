import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Arrivals } from '../arrivals.ts';
import type { NewEntry } from '../ledger/entry.ts';
import { LedgerError } from '../ledger/errors.ts';
import type { Progress } from '../ledger/ledger.ts';
import type { ResolvedOptions } from '../options.ts';
import { type InboxPost, toEntry } from '../post.ts';
import type { Dispatcher } from '../queue/dispatcher.ts';
import { messageOf } from '../queue/write-with-retry.ts';
import type { ListedChannel } from '../rest.ts';
import { backoffMs } from '../retry.ts';
import { refusalCode, type Verdict } from '../turn.ts';
import { hasUnread, inReadingOrder, knownUntil, listChannels, overlapMs } from './channels-to-read.ts';
import { classifyPosts, joinedAt } from './classify-posts.ts';
import { type ChannelRead, readChannel } from './read-channel.ts';

/** What a catch-up reports while it runs. */
export interface CatchUpCallbacks {
  /** The catch-up will read these channels; nothing is missing in the others. */
  onListed(unread: ReadonlySet<string>): void;
  /** A channel was read, with this many new posts. */
  onRead(channelId: string, posts: number): void;
  /** The limits left out posts of a channel. */
  onLeftOut(posts: number): void;
}

/** What a catch-up works with. */
export interface CatchUpParts {
  readonly options: ResolvedOptions;
  readonly dispatcher: Dispatcher;
  readonly arrivals: Arrivals;
  readonly callbacks: CatchUpCallbacks;
  /** Everything up to this time did arrive, as far as the socket knows. */
  readonly completeUntil: number | undefined;
  readonly signal: AbortSignal;
}

/** How many channels are read at the same time. */
const readers = 4;

/** How many posts are written in one transaction, so that it is short. */
const batchSize = 100;

/**
 * Finds posts that did not arrive, and appends them to the ledger. It repeats failed calls until everything is read.
 * The watermark of a channel is written with its posts, so the next catch-up does not read the channel again.
 */
export class CatchUp {
  readonly #parts: CatchUpParts;
  #postsLeft: number;

  constructor(parts: CatchUpParts) {
    this.#parts = parts;
    this.#postsLeft = parts.options.catchUp.maxPosts;
  }

  /** Resolves when nothing is missing; rejects when the signal aborts or the ledger is lost. */
  async run(): Promise<void> {
    const { options, arrivals, completeUntil, callbacks } = this.#parts;
    const { ledger } = options;
    let progress = await ledger.progress();
    let channels = await this.#list();
    if (progress.startedAt === undefined) {
      // On the very first start, everything that is there now is the past. New posts come from the stream.
      const startedAt = completeUntil ?? latestOf(channels.values());
      await arrivals.advance({ startedAt, completeUntil: startedAt });
      progress = await ledger.progress();
      if (completeUntil === undefined) {
        callbacks.onListed(new Set());
        await this.#finish(channels);
        return;
      }
    }
    const waiting = this.#parts.dispatcher.waitingChannels();
    const unread = [...channels.values()].filter(one => waiting.has(one.id) || hasUnread(one, progress));
    callbacks.onListed(new Set(unread.map(({ id }) => id)));
    await this.#readAll(unread, progress);

    // A second look, for posts that were written before the stream began and became visible while channels were read.
    const before = channels;
    channels = await this.#list();
    const marks = (await ledger.progress()).marks;
    const moved = [...channels.values()].filter(({ id, last_post_at }) => {
      const seen = Math.max(before.get(id)?.last_post_at ?? 0, marks.get(id) ?? 0);
      return last_post_at > seen;
    });
    await this.#readAll(moved, progress);
    await this.#finish(before);
  }

  #list(): Promise<Map<string, ListedChannel>> {
    return this.#repeat('list the channels', () => listChannels(this.#parts.options.rest, this.#parts));
  }

  async #readAll(channels: readonly ListedChannel[], progress: Progress): Promise<void> {
    const queue = [...channels].sort(inReadingOrder);
    const reader = async (): Promise<void> => {
      for (let channel = queue.shift(); channel !== undefined; channel = queue.shift()) {
        await this.#readOne(channel, progress);
      }
    };
    await Promise.all(Array.from({ length: readers }, reader));
  }

  async #readOne(channel: ListedChannel, progress: Progress): Promise<void> {
    const { options, callbacks } = this.#parts;
    if (this.#postsLeft <= 0) {
      callbacks.onLeftOut(0);
      callbacks.onRead(channel.id, 0);
      return;
    }
    // A watermark ahead of the clock is wrong and must not hide what was written before it.
    const from = Math.min(knownUntil(channel.id, progress), options.testing.now()) - overlapMs;
    const limit = options.catchUp.maxPostsPerChannel;
    const read = await this.#repeat(`read channel ${channel.id}`, () =>
      readChannel(options.rest, { channel, from, limit }, this.#parts).catch(error => {
        if (!isUnreadable(error)) throw error;
        options.logger.info(`channel ${channel.id} can no longer be read: ${messageOf(error)}`);
        return undefined;
      }),
    );
    const count = read === undefined ? 0 : await this.#take(channel, read, progress);
    callbacks.onRead(channel.id, count);
  }

  /** Appends the new posts of a channel and moves its watermark. */
  async #take(channel: ListedChannel, { posts, from, isComplete }: ChannelRead, progress: Progress): Promise<number> {
    const { options, arrivals, callbacks } = this.#parts;
    const { ledger, catchUp, testing, userId } = options;
    const joined =
      userId !== undefined && !progress.marks.has(channel.id) && 'OP'.includes(channel.type)
        ? joinedAt(posts, userId)
        : undefined;
    const { fresh, edited, deleted, leftOut } = classifyPosts(posts, {
      known: await ledger.find(posts.map(({ id }) => id)),
      from,
      floor: Math.max(progress.startedAt ?? 0, progress.prunedUntil, joined ?? 0),
      oldest: testing.now() - catchUp.maxAgeMs,
      limit: Math.min(catchUp.maxPostsPerChannel, this.#postsLeft),
    });
    this.#postsLeft -= fresh.length;
    if (leftOut > 0 || !isComplete) callbacks.onLeftOut(leftOut);
    for (const id of deleted) await arrivals.withdraw(id);
    for (const post of edited) await arrivals.applyEdit(post, await this.#ask(post, 'edited'));
    const knownNow = Math.max(channel.last_post_at, ...posts.map(({ update_at }) => update_at));
    await this.#append(fresh, new Map([[channel.id, knownNow]]));
    return fresh.length;
  }

  async #append(posts: readonly InboxPost[], marks: ReadonlyMap<string, number>): Promise<void> {
    const { options, dispatcher, signal } = this.#parts;
    for (let begin = 0; begin === 0 || begin < posts.length; begin += batchSize) {
      const verdicts: (Verdict | undefined)[] = [];
      const entries: NewEntry[] = [];
      for (const post of posts.slice(begin, begin + batchSize)) {
        const verdict = await this.#ask(post, 'caught-up');
        verdicts.push(verdict);
        entries.push(toEntry(post, options.conversation, verdict === undefined ? undefined : refusalCode(verdict)));
      }
      signal.throwIfAborted();
      // The watermark is written with the last batch: before that, posts of the channel are missing.
      const isLast = begin + batchSize >= posts.length;
      const isNew = await this.#repeat('append to the ledger', () =>
        options.ledger.append({ entries, ...(isLast && { marks }) }),
      );
      entries.forEach((entry, index) => {
        if (isNew[index] && entry.silent === undefined) dispatcher.add(entry, 'caught-up', verdicts[index]);
      });
      // Lets the stream and the handlers continue.
      await nextTurn();
    }
  }

  /** Calls `accept`. When it fails, it is called again when it is the turn of the post. */
  async #ask(post: InboxPost, source: 'caught-up' | 'edited'): Promise<Verdict | undefined> {
    const { accept, logger } = this.#parts.options;
    try {
      return await accept(post, { source });
    } catch (error) {
      logger.warn(`accept failed for ${post.id} and is called again later: ${messageOf(error)}`);
      return undefined;
    }
  }

  /** Records that everything up to the first list of channels is in the ledger. The stream delivered what came later. */
  async #finish(listed: ReadonlyMap<string, ListedChannel>): Promise<void> {
    const { options, arrivals, signal } = this.#parts;
    await arrivals.whenWritten();
    signal.throwIfAborted();
    const latest = Math.max(arrivals.latest, latestOf(listed.values()));
    const completeUntil = Math.min(latest, options.testing.now() + overlapMs);
    const marks = new Map([...listed.values()].map(({ id, last_post_at }) => [id, last_post_at]));
    await arrivals.advance({ completeUntil, marks });
    await options.ledger.keepMarks(new Set(listed.keys()));
  }

  /** Repeats a call until it works. */
  async #repeat<T>(what: string, attempt: () => Promise<T>): Promise<T> {
    const { signal, options } = this.#parts;
    for (let failures = 1; ; failures++) {
      signal.throwIfAborted();
      try {
        return await attempt();
      } catch (error) {
        if (signal.aborted || error instanceof LedgerError) throw error;
        const pause = backoffMs(failures, options.testing.random);
        options.logger.warn(`the catch-up could not ${what}, next attempt in ${pause} ms: ${messageOf(error)}`);
        await options.testing.sleep(pause, signal);
      }
    }
  }
}

/** Whether the server refuses the channel: the account has left it, or it was archived. */
function isUnreadable(error: unknown): boolean {
  return error instanceof Error && 'status' in error && (error.status === 403 || error.status === 404);
}

function latestOf(channels: Iterable<ListedChannel>): number {
  let latest = 0;
  for (const { last_post_at } of channels) latest = Math.max(latest, last_post_at);
  return latest;
}
