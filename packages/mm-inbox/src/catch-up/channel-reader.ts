import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Arrivals } from '../arrivals.ts';
import type { NewEntry } from '../ledger/entry.ts';
import type { Progress } from '../ledger/ledger.ts';
import type { ResolvedOptions } from '../options.ts';
import { type InboxPost, toEntry } from '../post.ts';
import type { Dispatcher } from '../queue/dispatcher.ts';
import { messageOf, repeatUntilDone } from '../repeat.ts';
import type { ListedChannel } from '../rest.ts';
import type { ServerClock } from '../server-clock.ts';
import type { StatusTracker } from '../status-tracker.ts';
import { refusalCode, type Verdict } from '../turn.ts';
import { hasStatus, isPersonal, readFrom } from './channels-to-read.ts';
import { type ClassifiedPosts, classifyPosts, findAbsences } from './classify-posts.ts';
import { type ChannelChanges, readChanges } from './read-changes.ts';

/** What reading channels needs. */
export interface ReaderParts {
  readonly options: ResolvedOptions;
  readonly dispatcher: Dispatcher;
  readonly arrivals: Arrivals;
  readonly clock: ServerClock;
  readonly tracker: StatusTracker;
  readonly signal: AbortSignal;
}

/** How many posts are written in one transaction, so that it is short. */
const batchSize = 100;

/** What was found in a channel. */
export type ChannelResult =
  /** The posts were appended. */
  | { readonly kind: 'read'; readonly posts: number; readonly leftOut: number; readonly isComplete: boolean }
  /** The server refuses to show the channel. */
  | { readonly kind: 'unreadable'; readonly error: unknown }
  /** There are more posts than the limits allow, and nothing was appended. */
  | { readonly kind: 'too-much' };

/** Reads single channels and appends their new posts to the ledger. Repeats failed calls until they work. */
export class ChannelReader {
  readonly #parts: ReaderParts;
  readonly #isProvisional: boolean;
  #postsLeft: number;

  /**
   * With `isProvisional`, a catch-up will read the same channels later: no watermarks are written, failed calls are not
   * repeated, and a channel with more posts than the limits allow is left to the catch-up, which takes the newest.
   */
  constructor(parts: ReaderParts, { isProvisional = false }: { readonly isProvisional?: boolean } = {}) {
    this.#parts = parts;
    this.#isProvisional = isProvisional;
    this.#postsLeft = parts.options.catchUp.maxPosts;
  }

  /** Whether the limit of all channels together is not used up. */
  get hasPostsLeft(): boolean {
    return this.#postsLeft > 0;
  }

  /** Reads a channel from a time on and appends its new posts, with the watermark of the channel. */
  async read(channel: ListedChannel, knownUntil: number, progress: Progress): Promise<ChannelResult> {
    const { options, clock } = this.#parts;
    const from = readFrom(knownUntil, clock.now());
    const limit = options.catchUp.maxPostsPerChannel;
    const read = await this.repeat(`read channel ${channel.id}`, async () => {
      try {
        return await readChanges(options.rest, { channel, from, limit }, this.#parts);
      } catch (error) {
        if (!hasStatus(error, 403, 404)) throw error;
        return { kind: 'unreadable', error } as const;
      }
    });
    if ('kind' in read) return read;
    const classified = await this.#classify(channel, read, progress);
    const { leftOut } = classified;
    if (this.#isProvisional && (leftOut > 0 || !read.isComplete)) return { kind: 'too-much' };
    await this.#take(channel, read, classified);
    return { kind: 'read', posts: classified.fresh.length, leftOut, isComplete: read.isComplete };
  }

  /** Repeats a call until it works. Failures appear in the log and in the status. */
  async repeat<T>(what: string, attempt: () => Promise<T>): Promise<T> {
    const { signal, options, tracker } = this.#parts;
    const tryOnce = async (): Promise<T> => {
      signal.throwIfAborted();
      return await attempt();
    };
    if (this.#isProvisional) return tryOnce();
    return repeatUntilDone(tryOnce, {
      signal,
      testing: options.testing,
      onFailure: (error, pause) => {
        const message = `the catch-up could not ${what}`;
        options.logger.warn(`${message}, next attempt in ${pause} ms: ${messageOf(error)}`);
        tracker.setProblem(what, `${message}: ${messageOf(error)}`);
      },
      onRecovered: () => tracker.setProblem(what, undefined),
    });
  }

  async #classify(
    channel: ListedChannel,
    { posts, from }: ChannelChanges,
    { startedAt = 0, prunedUntil }: Progress,
  ): Promise<ClassifiedPosts> {
    const { options, clock } = this.#parts;
    const { ledger, catchUp, userId } = options;
    return classifyPosts(posts, {
      known: await ledger.find(posts.map(({ id }) => id)),
      from,
      floor: Math.max(startedAt, prunedUntil),
      absences: userId === undefined || isPersonal(channel) ? [] : findAbsences(posts, userId),
      oldest: clock.now() - catchUp.maxAgeMs,
      limit: Math.min(catchUp.maxPostsPerChannel, this.#postsLeft),
    });
  }

  async #take(
    channel: ListedChannel,
    { posts }: ChannelChanges,
    { fresh, edited, deleted }: ClassifiedPosts,
  ): Promise<void> {
    const { arrivals } = this.#parts;
    this.#postsLeft -= fresh.length;
    for (const id of deleted) await arrivals.withdraw(id);
    for (const post of edited) await arrivals.applyEdit(post, await this.#ask(post, 'edited'));
    const knownNow = Math.max(channel.last_post_at, ...posts.map(({ update_at }) => update_at));
    await this.#append(fresh, this.#isProvisional ? undefined : new Map([[channel.id, knownNow]]));
  }

  async #append(posts: readonly InboxPost[], marks: ReadonlyMap<string, number> | undefined): Promise<void> {
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
      const isNew = await this.repeat('append to the ledger', () =>
        options.ledger.append({ entries, ...(isLast && marks !== undefined && { marks }) }),
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
      const verdict = await accept(post, { source });
      refusalCode(verdict);
      return verdict;
    } catch (error) {
      logger.warn(`accept failed for ${post.id} and is called again later: ${messageOf(error)}`);
      return undefined;
    }
  }
}
