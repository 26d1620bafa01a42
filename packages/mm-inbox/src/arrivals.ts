import { LedgerError } from './ledger/errors.ts';
import type { Advance } from './ledger/ledger.ts';
import type { ResolvedOptions } from './options.ts';
import { type InboxPost, toEntry } from './post.ts';
import type { Dispatcher } from './queue/dispatcher.ts';
import { messageOf } from './repeat.ts';
import type { ServerClock } from './server-clock.ts';
import { isRefused, type KnownVerdict, type PostSource, refusalCode, type Verdict } from './turn.ts';

/** What the arrivals ask and report. */
export interface ArrivalsCallbacks {
  /** Whether the ledger has everything that was written before the next event. */
  isComplete(): boolean;
  /** The ledger did not take something, so it must be fetched again. */
  onWriteFailed(error: unknown): void;
  /** The ledger can no longer be used by this process. */
  onLedgerLost(error: LedgerError): void;
}

/** A post that arrived and is not written yet. */
interface NewPost {
  readonly post: InboxPost;
  readonly verdict: KnownVerdict;
  /** Once the post is written, the ledger is complete up to this time; `undefined` when earlier posts are missing. */
  readonly completeUntil: number | undefined;
  /** The first post of this run in a direct or group channel, which the ledger must remember. */
  readonly isFirstInPersonalChannel: boolean;
}

/** How many posts are written in one transaction, so that it is short. */
const batchSize = 100;

/** Clocks differ. A time further ahead than this is wrong and must not hide what was written before it. */
const maxAheadMs = 60_000;

/**
 * Writes the events of the stream to the ledger, in the order in which they came, before anything else happens to them.
 * The progress is written in the same transaction, so that it never claims a post that is not there.
 */
export class Arrivals {
  readonly #options: ResolvedOptions;
  readonly #dispatcher: Dispatcher;
  readonly #callbacks: ArrivalsCallbacks;
  #posts: NewPost[] = [];
  #last: Promise<void> = Promise.resolve();
  #latest = 0;
  readonly #clock: ServerClock;
  readonly #personalChannels = new Set<string>();

  constructor(options: ResolvedOptions, dispatcher: Dispatcher, clock: ServerClock, callbacks: ArrivalsCallbacks) {
    this.#options = options;
    this.#clock = clock;
    this.#dispatcher = dispatcher;
    this.#callbacks = callbacks;
  }

  /** The latest time in any event, on the server's clock. */
  get latest(): number {
    return this.#latest;
  }

  /** Takes a new post; resolves when it is in the ledger. */
  addPost(post: InboxPost, isPersonalChannel: boolean): Promise<void> {
    const completeUntil = this.#completeUntil(Math.max(post.create_at, post.update_at));
    const isFirstInPersonalChannel = isPersonalChannel && !this.#personalChannels.has(post.channel_id);
    if (isFirstInPersonalChannel) this.#personalChannels.add(post.channel_id);
    this.#posts.push({ post, verdict: this.#ask(post, 'live'), completeUntil, isFirstInPersonalChannel });
    // One write takes all posts that have arrived until it starts.
    return this.#posts.length === 1 ? this.#inOrder(() => this.#writePosts()) : this.#last;
  }

  /** Takes an edit; resolves when the ledger reflects it. */
  addEdit(post: InboxPost): Promise<void> {
    const completeUntil = this.#completeUntil(Math.max(post.update_at, post.edit_at));
    const verdict = this.#ask(post, 'edited');
    return this.#inOrder(async () => {
      await this.applyEdit(post, verdict);
      if (completeUntil !== undefined) await this.#options.ledger.advance({ completeUntil });
    });
  }

  /** Takes a deletion; resolves when the ledger reflects it. */
  addDeletion(postId: string): Promise<void> {
    return this.#inOrder(() => this.withdraw(postId));
  }

  /** Advances the progress, after everything that has arrived until now. */
  advance(advance: Advance): Promise<void> {
    return this.#inOrder(() => this.#options.ledger.advance(advance));
  }

  /** Resolves when everything that has arrived until now is in the ledger. */
  async whenWritten(): Promise<void> {
    await this.#last;
  }

  /** Revises a post that is waiting, and wakes one that was ignored and is accepted now. */
  async applyEdit(post: InboxPost, verdict: KnownVerdict): Promise<void> {
    const { ledger } = this.#options;
    this.#dispatcher.noteChange(post.id, post);
    if (this.#dispatcher.isWaiting(post.id) && (await ledger.revise(post.id, post, post.edit_at))) {
      this.#dispatcher.replaceVerdict(post.id, verdict);
      return;
    }
    if (isRefused(verdict)) return;
    const entry = toEntry(post, this.#options.conversation);
    const isKnown = (await ledger.find([post.id])).has(post.id);
    if (isKnown) {
      if (await ledger.wake(post.id, post, post.edit_at)) this.#dispatcher.add(entry, 'edited', verdict);
      return;
    }
    // The ledger may have forgotten that a post from before this time was answered.
    const { prunedUntil } = await ledger.progress();
    if (post.edit_at === 0 || post.create_at <= prunedUntil) return;
    await ledger.append({ entries: [entry] });
    this.#dispatcher.add(entry, 'edited', verdict);
  }

  /** Takes a deleted post, and replies to it, out of the queue. */
  async withdraw(postId: string): Promise<void> {
    this.#dispatcher.noteChange(postId, 'deleted');
    this.#dispatcher.remove(await this.#options.ledger.withdraw(postId, 'deleted'));
  }

  /** Calls `accept` now. The dispatcher waits for its promise when it is the turn of the post. */
  #ask(post: InboxPost, source: PostSource): KnownVerdict {
    try {
      const verdict = this.#options.accept(post, { source });
      // A promise is checked when it is the turn of the post.
      if (!(verdict instanceof Promise)) refusalCode(verdict);
      return verdict;
    } catch (error) {
      this.#options.logger.warn(`accept failed for ${post.id} and is called again later: ${messageOf(error)}`);
      return undefined;
    }
  }

  #completeUntil(time: number): number | undefined {
    const until = Math.min(time, this.#clock.now() + maxAheadMs);
    this.#latest = Math.max(this.#latest, until);
    return this.#callbacks.isComplete() ? until : undefined;
  }

  async #writePosts(): Promise<void> {
    while (this.#posts.length > 0) {
      const batch = this.#posts.slice(0, batchSize);
      const { conversation, ledger } = this.#options;
      const entries = batch.map(({ post, verdict }) =>
        toEntry(post, conversation, isRefused(verdict) ? refusalCode(verdict as Verdict) : undefined),
      );
      const times = batch.flatMap(({ completeUntil }) => completeUntil ?? []);
      this.#posts = this.#posts.slice(batch.length);
      // A watermark of 0 says nothing but that there is such a channel: an account in no team cannot list it.
      const marks = new Map(
        batch.flatMap(({ post, isFirstInPersonalChannel }) =>
          isFirstInPersonalChannel ? [[post.channel_id, 0] as const] : [],
        ),
      );
      const isNew = await ledger.append({
        entries,
        ...(times.length > 0 && { completeUntil: Math.max(...times) }),
        ...(marks.size > 0 && { marks }),
      });
      entries.forEach((entry, index) => {
        if (isNew[index] && entry.silent === undefined) this.#dispatcher.add(entry, 'live', batch[index]?.verdict);
      });
    }
  }

  #inOrder(work: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(work).catch(error => {
      this.#posts = [];
      this.#personalChannels.clear();
      if (error instanceof LedgerError) this.#callbacks.onLedgerLost(error);
      else this.#callbacks.onWriteFailed(error);
    });
    return this.#last;
  }
}
