import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Arrivals } from '../arrivals.ts';
import type { NewEntry } from '../ledger/entry.ts';
import { LedgerError } from '../ledger/errors.ts';
import type { Progress } from '../ledger/ledger.ts';
import type { ResolvedOptions } from '../options.ts';
import type { InboxPost } from '../post.ts';
import { postEntry } from '../post-entry.ts';
import type { Dispatcher } from '../queue/dispatcher.ts';
import { messageOf } from '../queue/persist.ts';
import type { InboxChannel } from '../rest.ts';
import { patience } from '../retry.ts';
import { refusalCode, type Verdict } from '../turn.ts';
import { inReadingOrder, isBehind, knownUntil, overlapMs } from './behind.ts';
import { listChannels } from './list-channels.ts';
import { readChannel } from './read-channel.ts';
import { joinedAt, sift } from './sift.ts';

/** What a catch-up tells while it goes on. */
export interface CatchUpHost {
  /** These channels are to be read; the others miss nothing. */
  listed(behind: ReadonlySet<string>): void;
  /** A channel was read, and so many new posts were found. */
  read(channelId: string, posts: number): void;
  /** The bounds left something out of a channel. */
  leftOut(posts: number): void;
}

/** What a catch-up works with. */
export interface CatchUpParts {
  readonly options: ResolvedOptions;
  readonly dispatcher: Dispatcher;
  readonly arrivals: Arrivals;
  readonly host: CatchUpHost;
  /** Up to when everything arrived, as far as the stream knows. */
  readonly wholeUntil: number | undefined;
  readonly signal: AbortSignal;
}

/** So many channels are read side by side. */
const readers = 4;

/** So many posts are written at once, so that it does not take long. */
const batchSize = 100;

/**
 * Finds what did not arrive, and appends it. Goes on until everything is read, through failures of the server; what it
 * has read is on record channel by channel, so that the next one need not read it again.
 */
export class CatchUp {
  readonly #parts: CatchUpParts;
  #postsLeft: number;

  constructor(parts: CatchUpParts) {
    this.#parts = parts;
    this.#postsLeft = parts.options.catchUp.maxPosts;
  }

  /** Resolves when nothing is missing; rejects when the signal aborts, or the ledger is lost. */
  async run(): Promise<void> {
    const { options, arrivals, wholeUntil } = this.#parts;
    const { ledger } = options;
    let progress = await ledger.progress();
    let channels = await this.#persist('list the channels', () => listChannels(options.rest, this.#parts));
    if (progress.startedAt === undefined) {
      // The very first start: what stands there now is the past. The stream brings what comes.
      const startedAt = wholeUntil ?? latestOf(channels.values());
      await arrivals.advance({ startedAt, wholeUntil: startedAt });
      progress = await ledger.progress();
      if (wholeUntil === undefined) {
        this.#parts.host.listed(new Set());
        await this.#finish(channels);
        return;
      }
    }
    const waiting = this.#parts.dispatcher.waitingChannels();
    const behind = [...channels.values()].filter(one => waiting.has(one.id) || isBehind(one, progress));
    this.#parts.host.listed(new Set(behind.map(({ id }) => id)));
    await this.#readAll(behind, progress);

    // What became visible while the channels were read, and was written before the stream began.
    const before = channels;
    channels = await this.#persist('list the channels', () => listChannels(options.rest, this.#parts));
    const marks = (await ledger.progress()).marks;
    const moved = [...channels.values()].filter(({ id, last_post_at }) => {
      const seen = Math.max(before.get(id)?.last_post_at ?? 0, marks.get(id) ?? 0);
      return last_post_at > seen;
    });
    await this.#readAll(moved, progress);
    await this.#finish(before);
  }

  async #readAll(channels: readonly InboxChannel[], progress: Progress): Promise<void> {
    const queue = [...channels].sort(inReadingOrder);
    const reader = async (): Promise<void> => {
      for (let channel = queue.shift(); channel !== undefined; channel = queue.shift()) {
        await this.#readOne(channel, progress);
      }
    };
    await Promise.all(Array.from({ length: readers }, reader));
  }

  async #readOne(channel: InboxChannel, progress: Progress): Promise<void> {
    const { options, host } = this.#parts;
    if (this.#postsLeft <= 0) {
      host.leftOut(0);
      host.read(channel.id, 0);
      return;
    }
    // A time ahead of the clock is somebody's mistake, and must not hide what comes before it.
    const from = Math.min(knownUntil(channel.id, progress), options.now()) - overlapMs;
    const limit = options.catchUp.maxPostsPerChannel;
    const read = await this.#persist(`read channel ${channel.id}`, () =>
      readChannel(options.rest, { channel, from, limit }, this.#parts).catch(error => {
        if (!isNoLongerOurs(error)) throw error;
        options.logger.info(`channel ${channel.id} can no longer be read: ${messageOf(error)}`);
        return undefined;
      }),
    );
    const count = read === undefined ? 0 : await this.#take(channel, read.posts, read.from, read.complete, progress);
    host.read(channel.id, count);
  }

  /** Appends what is new, and notes that the channel is known. */
  async #take(
    channel: InboxChannel,
    posts: readonly InboxPost[],
    from: number,
    complete: boolean,
    progress: Progress,
  ): Promise<number> {
    const { options, arrivals, host } = this.#parts;
    const { ledger, catchUp, now, userId } = options;
    const joined =
      userId !== undefined && !progress.marks.has(channel.id) && 'OP'.includes(channel.type)
        ? joinedAt(posts, userId)
        : undefined;
    const { fresh, edited, deleted, leftOut } = sift(posts, {
      known: await ledger.find(posts.map(({ id }) => id)),
      from,
      floor: Math.max(progress.startedAt ?? 0, progress.prunedUntil, joined ?? 0),
      oldest: now() - catchUp.maxAgeMs,
      limit: Math.min(catchUp.maxPostsPerChannel, this.#postsLeft),
    });
    this.#postsLeft -= fresh.length;
    if (leftOut > 0 || !complete) host.leftOut(leftOut);
    for (const id of deleted) await arrivals.withdraw(id);
    for (const post of edited) await arrivals.considerEdit(post, await this.#ask(post, 'edited'));
    const knownNow = Math.max(channel.last_post_at, ...posts.map(({ update_at }) => update_at ?? 0));
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
        entries.push(postEntry(post, options.conversation, verdict === undefined ? undefined : refusalCode(verdict)));
      }
      signal.throwIfAborted();
      // The mark goes with the last of them: before that, the channel is not known.
      const isLast = begin + batchSize >= posts.length;
      const isNew = await this.#persist('append to the ledger', () =>
        options.ledger.append({ entries, ...(isLast && { marks }) }),
      );
      entries.forEach((entry, index) => {
        if (isNew[index] && entry.silent === undefined) dispatcher.add(entry, 'caught-up', verdicts[index]);
      });
      // The stream and the handlers go on meanwhile.
      await nextTurn();
    }
  }

  /** Where it cannot be said now, it is asked again when the turn of the post comes. */
  async #ask(post: InboxPost, source: 'caught-up' | 'edited'): Promise<Verdict | undefined> {
    const { accept, logger } = this.#parts.options;
    try {
      return await accept(post, { source });
    } catch (error) {
      logger.warn(`accept failed for ${post.id}, and is asked again: ${messageOf(error)}`);
      return undefined;
    }
  }

  /** Everything up to the first listing is known now, and what came since came by the stream. */
  async #finish(listed: ReadonlyMap<string, InboxChannel>): Promise<void> {
    const { options, arrivals, signal } = this.#parts;
    await arrivals.settled();
    signal.throwIfAborted();
    const wholeUntil = Math.min(Math.max(arrivals.latest, latestOf(listed.values())), options.now() + overlapMs);
    const marks = new Map([...listed.values()].map(({ id, last_post_at }) => [id, last_post_at]));
    await arrivals.advance({ wholeUntil, marks });
    await options.ledger.keepMarks(new Set(listed.keys()));
  }

  /** Tries until it works. */
  async #persist<T>(what: string, attempt: () => Promise<T>): Promise<T> {
    const { signal, options } = this.#parts;
    for (let failures = 1; ; failures++) {
      signal.throwIfAborted();
      try {
        return await attempt();
      } catch (error) {
        if (signal.aborted || error instanceof LedgerError) throw error;
        const pause = patience(failures, options.random);
        options.logger.warn(`the catch-up could not ${what}, next try in ${pause} ms: ${messageOf(error)}`);
        await options.sleep(pause, signal);
      }
    }
  }
}

/** The account has left the channel, or it was archived: nothing there is meant for it any more. */
function isNoLongerOurs(error: unknown): boolean {
  return error instanceof Error && 'status' in error && (error.status === 403 || error.status === 404);
}

function latestOf(channels: Iterable<InboxChannel>): number {
  let latest = 0;
  for (const { last_post_at } of channels) latest = Math.max(latest, last_post_at);
  return latest;
}
