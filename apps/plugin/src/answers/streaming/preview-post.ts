import { setImmediate as nextTick, setTimeout as sleep } from 'node:timers/promises';
import { NotSentError, OutcomeUnknownError, PostGoneError, RequestTimeoutError } from '@clawmost/mm-rest';
import { type ReadyAccount, warnOf } from '../../server/ready-account.ts';
import type { AnswerPlace } from '../../storage/pending-answers.ts';
import { markerProps } from '../marker.ts';
import { canWorkLater } from '../retry.ts';
import { whenRunning } from '../running-accounts.ts';
import { pauseBetweenEdits } from './edit-pace.ts';
import { isNews, previewText } from './preview-text.ts';

/** What a preview is for. */
export interface PreviewPlace extends AnswerPlace {
  readonly accountId: string;
  /** The ledger key of what the turn is about. */
  readonly turnId: string;
  /** The posts that the turn is about. */
  readonly answers: readonly string[];
  /** Names the answer that it becomes. */
  readonly deliveryId: string;
  /** Aborts when the turn is stopped: then nothing more is shown. */
  readonly signal: AbortSignal;
}

/** How long one call for a preview may take: the answer may have to wait for it. */
const callMs = 5_000;

/**
 * One post that shows a text while that grows. It is created with the first words. Never two calls for it are under way,
 * and what has not been shown when the next text comes is skipped.
 */
export class PreviewPost {
  readonly place: PreviewPlace;
  readonly #close = new AbortController();
  /** Aborts when the edits end. */
  readonly #closed: AbortSignal;
  #hurry = new AbortController();
  #postId: string | undefined;
  #next = '';
  #before: Promise<unknown> | undefined;
  #shown = '';
  /** How many calls have failed since the last that worked. */
  #failures = 0;
  #createdAt = Number.POSITIVE_INFINITY;
  #lastCallAt = Number.NEGATIVE_INFINITY;
  #hasFailed = false;
  #isOverdue = false;
  #work: Promise<void> | undefined;

  constructor(place: PreviewPlace) {
    this.place = place;
    this.#closed = AbortSignal.any([place.signal, this.#close.signal]);
  }

  /** What people see, as far as it is known. */
  get shown(): string {
    return this.#shown;
  }

  /** Whether the server may still carry out an edit to which it did not reply: it would undo a later one. */
  get isOverdue(): boolean {
    return this.#isOverdue;
  }

  /** For how long people have seen it, in milliseconds. */
  get ageMs(): number {
    return Math.max(0, performance.now() - this.#createdAt);
  }

  /**
   * Shows a text as soon as an edit may be made.
   *
   * @param before what is waited for before the post is created, so that posts stand in their order
   */
  show(text: string, before?: Promise<unknown>): void {
    this.#next = text;
    this.#before = before;
    if (this.#work || this.#closed.aborted || this.#hasFailed) return;
    this.#work = this.#keepUp().finally(() => {
      this.#work = undefined;
    });
  }

  /** Shows the text now: it is complete. */
  hurry(): void {
    this.#hurry.abort();
  }

  /** Ends the edits; resolves when none is under way. */
  async close(): Promise<void> {
    this.#close.abort();
    await this.#work;
  }

  /**
   * Ends the edits, and leaves the post as it is with this text: it is not the answer, and does not become one. Resolves to
   * the id of the post, if there is one.
   */
  async keep(text: string): Promise<string | undefined> {
    this.show(text);
    this.hurry();
    await this.#work;
    await this.close();
    const { accountId, deliveryId, answers } = this.place;
    if (this.#postId === undefined) return undefined;
    const account = await whenRunning(accountId);
    const { rest, stores, signal } = account;
    const message = previewText(text, account) ?? this.#shown;
    const props = markerProps({ delivery: deliveryId, answers, part: 1, of: 1, state: 'kept' });
    await rest.posts.patch(this.#postId, { message, props }, { signal });
    await stores.previews.forget(deliveryId);
    return this.#postId;
  }

  async #keepUp(): Promise<void> {
    const signal = this.#closed;
    try {
      // Several texts may come in one tick.
      await nextTick();
      if (this.#postId === undefined) await this.#before?.catch(() => {});
      while (!this.#hasFailed && !signal.aborted) {
        const account = await whenRunning(this.place.accountId, signal);
        const text = previewText(this.#next, account);
        if (text === undefined || !isNews(this.#shown, text)) return;
        if (await this.#waitForPace(account)) continue;
        await this.#write(account, text);
      }
    } catch {
      // It was closed, or the account does not run any more.
    }
  }

  /** Waits until the next edit may be made; false when it need not wait. */
  async #waitForPace({ rest }: ReadyAccount): Promise<boolean> {
    const mayHurry = this.#failures === 0;
    if (mayHurry && this.#hurry.signal.aborted) return false;
    const pauseMs = pauseBetweenEdits(rest.budget.status(), this.#failures);
    const waitMs = this.#lastCallAt + pauseMs - performance.now();
    if (waitMs <= 0) return false;
    const signals = [this.#closed, ...(mayHurry ? [this.#hurry.signal] : [])];
    await sleep(waitMs, undefined, { signal: AbortSignal.any(signals) }).catch(() => {});
    return true;
  }

  async #write(account: ReadyAccount, text: string): Promise<void> {
    const isNew = this.#postId === undefined;
    try {
      await (isNew ? this.#create(account, text) : this.#edit(account, text));
      this.#shown = text;
      this.#failures = 0;
      this.#isOverdue = false;
      this.#hurry = new AbortController();
    } catch (error) {
      this.#failures += 1;
      this.#isOverdue = !isNew && error instanceof RequestTimeoutError;
      // The account is restarted: its successor tries again, under the same id.
      if (account.signal.aborted) return;
      this.#hasFailed = isNew ? await this.#isNotCreated(account, error) : !canWorkLater(error);
      if (this.#hasFailed) warnOf(account, 'the preview of an answer is not continued')(error);
    } finally {
      this.#lastCallAt = performance.now();
    }
  }

  async #create({ rest, bot, stores, signal }: ReadyAccount, message: string): Promise<void> {
    const { turnId, answers, deliveryId, channelId, rootId } = this.place;
    await stores.previews.add({ deliveryId, turnId, channelId, rootId, createdAt: Date.now() });
    const { id } = await rest.posts.create(
      {
        channel_id: channelId,
        message,
        // Not that of the answer's first part: when a person deletes the preview, the answer is another post.
        pending_post_id: `${bot.id}:${deliveryId}:preview`,
        props: markerProps({ delivery: deliveryId, answers, part: 1, of: 1, state: 'preview' }),
        ...(rootId && { root_id: rootId }),
      },
      { signal, timeoutMs: callMs },
    );
    this.#postId = id;
    this.#createdAt = performance.now();
    await stores.previews.notePost(deliveryId, id);
  }

  async #edit({ rest, signal }: ReadyAccount, message: string): Promise<void> {
    await rest.posts.patch(this.#postId ?? '', { message }, { signal, timeoutMs: callMs, lane: 'preview' });
  }

  /** Whether a failed creation is not tried again. */
  async #isNotCreated({ stores }: ReadyAccount, error: unknown): Promise<boolean> {
    // It may be there all the same: what removes previews looks for it.
    if (error instanceof OutcomeUnknownError) return true;
    if (error instanceof NotSentError || (canWorkLater(error) && !(error instanceof PostGoneError))) return false;
    await stores.previews.forget(this.place.deliveryId);
    return true;
  }
}
