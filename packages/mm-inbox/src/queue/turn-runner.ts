import type { Entry, Outcome } from '../ledger/entry.ts';
import { LedgerError } from '../ledger/errors.ts';
import type { Claim } from '../ledger/ledger.ts';
import type { ResolvedOptions } from '../options.ts';
import { type ServerPost, toInboxPost } from '../post.ts';
import { messageOf, repeatUntilDone } from '../repeat.ts';
import { maxInterruptions, retryPauseMs } from '../retry.ts';
import { refusalCode, type Turn } from '../turn.ts';
import type { QueuedEntry } from './conversation-queue.ts';
import { checkOutcome } from './outcome.ts';
import { currentTurn, type RunningTurn } from './running-turn.ts';

/** What a runner asks and reports. */
export interface RunnerCallbacks {
  /** Whether the server can be reached. While it cannot, a failure is not the fault of the post. */
  isOnline(): boolean;
  /** An entry became a dead letter. */
  onDeadLetter(): void;
  /** The ledger can no longer be used by this process. */
  onLedgerLost(error: LedgerError): void;
  /** A write to the ledger fails, or works again (`undefined`). */
  onProblem(what: string, message: string | undefined): void;
  /** Queues an entry again. */
  requeue(entry: QueuedEntry): void;
  /** Lets the next entry of the conversation start. */
  release(running: RunningTurn): void;
}

/** Runs single turns: claims an entry, calls its handler, and records how the turn ended. */
export class TurnRunner {
  readonly #options: ResolvedOptions;
  readonly #callbacks: RunnerCallbacks;
  readonly #stopSignal: AbortSignal;

  constructor(options: ResolvedOptions, callbacks: RunnerCallbacks, stopSignal: AbortSignal) {
    this.#options = options;
    this.#callbacks = callbacks;
    this.#stopSignal = stopSignal;
  }

  /** Resolves at the end of the turn, whatever happened in it. */
  async run(running: RunningTurn): Promise<void> {
    const { key } = running.queued;
    try {
      const claim = await this.#write('claim', () => this.#options.ledger.claim(key));
      if (claim === undefined) await this.#handleLostClaim(running);
      else if (claim.entry.interruptions >= maxInterruptions) {
        await this.#deadLetter(claim, `the process ended ${claim.entry.interruptions} times while it was handled`);
      } else await this.#runClaimed(running, claim);
    } catch (error) {
      // The ledger can no longer be written. The next start finds the entry in it.
      this.#options.logger.error(`${key}: ${messageOf(error)}`);
    }
  }

  async #runClaimed(running: RunningTurn, claim: Claim): Promise<void> {
    try {
      const outcome = await currentTurn.run(running, () => this.#callHandler(running, claim));
      if (running.isAbandoned) return;
      await this.#write('settle', () => this.#options.ledger.settle(claim.entry.key, outcome));
    } catch (error) {
      if (!running.isAbandoned) await this.#handleFailure(running, claim, error);
    }
  }

  async #callHandler(running: RunningTurn, { entry, payload }: Claim): Promise<Outcome> {
    const { handle, kinds, accept, logger } = this.#options;
    const turn = this.#turn(running, entry);
    if (entry.kind !== 'post') {
      const handler = kinds[entry.kind];
      if (handler === undefined) throw new TypeError(`kinds: expected a handler for ${entry.kind}, got undefined`);
      return checkOutcome(await handler(payload, turn), `kinds.${entry.kind}`, logger);
    }
    const post = toInboxPost(payload as ServerPost);
    if (!entry.adopted) {
      const { queued } = running;
      const refusal = refusalCode(await (queued.verdict ?? accept(post, { source: queued.source })));
      if (refusal !== undefined) return { outcome: 'silent', code: refusal };
      queued.verdict = true;
    }
    return checkOutcome(await handle(post, turn), 'handle', logger);
  }

  #turn(running: RunningTurn, entry: Entry): Turn {
    return {
      key: entry.key,
      entry,
      source: running.queued.source,
      signal: this.#stopSignal,
      attempt: entry.claims,
      wasAdopted: entry.adopted,
      release: () => this.#callbacks.release(running),
      markAdopted: async () => {
        if (!running.isAbandoned) await this.#write('mark an adoption', () => this.#options.ledger.adopt(entry.key));
      },
    };
  }

  async #handleFailure(running: RunningTurn, claim: Claim, error: unknown): Promise<void> {
    const { ledger, logger, testing } = this.#options;
    const { key } = claim.entry;
    if (this.#stopSignal.aborted) {
      await this.#write('put back', () => ledger.putBack(key, 0));
      return;
    }
    if (running.change === 'deleted') {
      await this.#write('settle', () => ledger.settle(key, { outcome: 'silent', code: 'deleted' }));
      return;
    }
    if (!this.#callbacks.isOnline()) {
      const dueAt = testing.now() + (retryPauseMs(1, testing.random) ?? 0);
      await this.#write('put back', () => ledger.putBack(key, dueAt));
      await this.#requeue(running, { dueAt });
      return;
    }
    const failures = claim.entry.failures + 1;
    const pause = retryPauseMs(failures, testing.random);
    if (pause === undefined) {
      await this.#deadLetter(claim, messageOf(error));
      return;
    }
    const dueAt = testing.now() + pause;
    logger.warn(`${key} failed (${failures}), next attempt in ${pause} ms: ${messageOf(error)}`);
    await this.#write('record a failure', () => ledger.fail(key, { error: shorten(error), retryAt: dueAt }));
    await this.#requeue(running, { dueAt, isRetry: true });
  }

  /** Queues an entry again, before the next one of its conversation can start. */
  async #requeue({ queued, change }: RunningTurn, changes: Partial<QueuedEntry>): Promise<void> {
    if (typeof change === 'object') {
      await this.#write('revise', () => this.#options.ledger.revise(queued.key, change, change.edit_at));
    }
    // A refusal or a failure of `accept` is not kept, nor what it said about the text before an edit.
    const verdict = queued.verdict === true && change === undefined ? true : undefined;
    this.#callbacks.requeue({ ...queued, ...changes, verdict });
  }

  /** The entry is settled, or it is not due on the ledger's clock, which can have been put back. */
  async #handleLostClaim({ queued }: RunningTurn): Promise<void> {
    const { ledger, testing } = this.#options;
    const entry = (await this.#write('find', () => ledger.find([queued.key]))).get(queued.key);
    if (entry?.state !== 'waiting') return;
    this.#callbacks.requeue({ ...queued, dueAt: Math.max(entry.dueAt, testing.now() + 1_000) });
  }

  async #deadLetter({ entry, payload }: Claim, why: string): Promise<void> {
    const { ledger, logger, onDead } = this.#options;
    const error = shorten(why);
    await this.#write('make a dead letter', () => ledger.fail(entry.key, { error }));
    logger.error(`${entry.key} failed too often and is a dead letter now: ${why}`);
    this.#callbacks.onDeadLetter();
    // The next post does not wait for `onDead`.
    const report = async () =>
      onDead({ entry: { ...entry, state: 'dead', failures: entry.failures + 1, error }, payload });
    report().catch(thrown => logger.error(`onDead failed: ${messageOf(thrown)}`));
  }

  /**
   * Writes to the ledger until it works, because a full disk can be emptied. Throws when the inbox stops, or when another
   * process has taken the ledger.
   */
  async #write<T>(what: string, write: () => Promise<T>): Promise<T> {
    const { logger, testing } = this.#options;
    try {
      return await repeatUntilDone(write, {
        signal: this.#stopSignal,
        testing,
        onFailure: error => {
          const message = `the ledger could not ${what}: ${messageOf(error)}`;
          logger.error(message);
          this.#callbacks.onProblem(what, message);
        },
        onRecovered: () => this.#callbacks.onProblem(what, undefined),
      });
    } catch (error) {
      if (error instanceof LedgerError) this.#callbacks.onLedgerLost(error);
      throw error;
    }
  }
}

/** Limits what the ledger keeps of an error's message. */
function shorten(error: unknown): string {
  return messageOf(error).slice(0, 1_000);
}
