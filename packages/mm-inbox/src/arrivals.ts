import { LedgerError } from './ledger/errors.ts';
import type { Advance } from './ledger/ledger.ts';
import type { ResolvedOptions } from './options.ts';
import type { InboxPost } from './post.ts';
import { postEntry } from './post-entry.ts';
import type { Dispatcher } from './queue/dispatcher.ts';
import { messageOf } from './queue/persist.ts';
import { type AcceptFacts, refusalCode, type Verdict } from './turn.ts';

/** What arrivals ask and tell. */
export interface ArrivalsHost {
  /** Whether nothing is missing before what arrives now. */
  isWhole(): boolean;
  /** Something could not be written down: it has to be fetched again. */
  lost(error: unknown): void;
  /** The ledger is no longer ours. */
  ledgerLost(error: LedgerError): void;
}

/** A post that arrived, and what is known of it. */
interface NewPost {
  readonly post: InboxPost;
  readonly verdict: Verdict | Promise<Verdict> | undefined;
  /** With it, everything up to then is known. */
  readonly wholeUntil: number | undefined;
}

/** How many posts are written at once, so that it does not take long. */
const batchSize = 100;

/** Clocks differ; a time further ahead than this is somebody's mistake, and must not hide what comes before it. */
const aheadMs = 60_000;

/**
 * Writes down what the stream brings, in the order in which it came, before anything else happens to it. What is known
 * of the past is written with it, so that neither can be there without the other.
 */
export class Arrivals {
  readonly #options: ResolvedOptions;
  readonly #dispatcher: Dispatcher;
  readonly #host: ArrivalsHost;
  #posts: NewPost[] = [];
  #last: Promise<void> = Promise.resolve();
  #latest = 0;

  constructor(options: ResolvedOptions, dispatcher: Dispatcher, host: ArrivalsHost) {
    this.#options = options;
    this.#dispatcher = dispatcher;
    this.#host = host;
  }

  /** The latest time that anything about a post carried. */
  get latest(): number {
    return this.#latest;
  }

  /** Somebody wrote a post; resolves once it is written down. */
  posted(post: InboxPost): Promise<void> {
    const wholeUntil = this.#wholeUntil(Math.max(post.create_at, post.update_at ?? 0));
    this.#posts.push({ post, verdict: this.#ask(post, 'live'), wholeUntil });
    // The others are written together with the first.
    return this.#posts.length === 1 ? this.#inTurn(() => this.#writePosts()) : this.#last;
  }

  /** Somebody edited a post. */
  edited(post: InboxPost): Promise<void> {
    const wholeUntil = this.#wholeUntil(Math.max(post.update_at ?? 0, post.edit_at ?? 0));
    const verdict = this.#ask(post, 'edited');
    return this.#inTurn(async () => {
      await this.considerEdit(post, verdict);
      if (wholeUntil !== undefined) await this.#options.ledger.advance({ wholeUntil });
    });
  }

  /** Somebody deleted a post. */
  deleted(postId: string): Promise<void> {
    return this.#inTurn(() => this.withdraw(postId));
  }

  /** Notes what is known of the past, after everything that has arrived. */
  advance(advance: Advance): Promise<void> {
    return this.#inTurn(() => this.#options.ledger.advance(advance));
  }

  /** Resolves once everything that has arrived is written down. */
  async settled(): Promise<void> {
    await this.#last;
  }

  /** Looks what an edit changes for the inbox: a post that waits is revised, one that nobody wanted may be woken. */
  async considerEdit(post: InboxPost, verdict: Verdict | Promise<Verdict> | undefined): Promise<void> {
    const { ledger } = this.#options;
    const editedAt = post.edit_at ?? 0;
    this.#dispatcher.changed(post.id, post);
    if (this.#dispatcher.waits(post.id) && (await ledger.revise(post.id, post, editedAt))) {
      this.#dispatcher.revised(post.id, verdict);
      return;
    }
    if (isRefused(verdict)) return;
    const entry = postEntry(post, this.#options.conversation);
    const known = (await ledger.find([post.id])).has(post.id);
    if (known) {
      if (await ledger.wake(post.id, post, editedAt)) this.#dispatcher.add(entry, 'edited', verdict);
      return;
    }
    // Of what is this old, nobody knows whether it was answered.
    const { prunedUntil } = await ledger.progress();
    if (editedAt === 0 || post.create_at <= prunedUntil) return;
    await ledger.append({ entries: [entry] });
    this.#dispatcher.add(entry, 'edited', verdict);
  }

  /** A post is gone, and with it the replies to it. */
  async withdraw(postId: string): Promise<void> {
    this.#dispatcher.changed(postId, 'deleted');
    this.#dispatcher.forget(await this.#options.ledger.withdraw(postId, 'deleted'));
  }

  /** Asks at once; whoever needs time is waited for when the turn of the post comes. */
  #ask(post: InboxPost, source: AcceptFacts['source']): Verdict | Promise<Verdict> | undefined {
    try {
      return this.#options.accept(post, { source });
    } catch (error) {
      this.#options.logger.warn(`accept failed for ${post.id}, and is asked again: ${messageOf(error)}`);
      return undefined;
    }
  }

  #wholeUntil(time: number): number | undefined {
    const until = Math.min(time, this.#options.now() + aheadMs);
    this.#latest = Math.max(this.#latest, until);
    return this.#host.isWhole() ? until : undefined;
  }

  async #writePosts(): Promise<void> {
    while (this.#posts.length > 0) {
      const batch = this.#posts.slice(0, batchSize);
      const { conversation, ledger } = this.#options;
      const entries = batch.map(({ post, verdict }) =>
        postEntry(post, conversation, isRefused(verdict) ? refusalCode(verdict as Verdict) : undefined),
      );
      const whole = batch.flatMap(({ wholeUntil }) => wholeUntil ?? []);
      this.#posts = this.#posts.slice(batch.length);
      const isNew = await ledger.append({ entries, ...(whole.length > 0 && { wholeUntil: Math.max(...whole) }) });
      entries.forEach((entry, index) => {
        if (isNew[index] && entry.silent === undefined) this.#dispatcher.add(entry, 'live', batch[index]?.verdict);
      });
    }
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(work).catch(error => {
      this.#posts = [];
      if (error instanceof LedgerError) this.#host.ledgerLost(error);
      else this.#host.lost(error);
    });
    return this.#last;
  }
}

/** Whether it is known already that nobody wants it. */
function isRefused(verdict: Verdict | Promise<Verdict> | undefined): boolean {
  return verdict !== undefined && !(verdict instanceof Promise) && refusalCode(verdict) !== undefined;
}
