import { Arrivals } from './arrivals.ts';
import { CatchUp } from './catch-up/catch-up.ts';
import { LedgerError } from './ledger/errors.ts';
import { runMaintenance } from './maintenance.ts';
import type { ResolvedOptions } from './options.ts';
import { isPost, type ServerPost, toInboxPost } from './post.ts';
import { Dispatcher } from './queue/dispatcher.ts';
import { messageOf } from './queue/write-with-retry.ts';
import { backoffMs } from './retry.ts';
import type { Disconnected, Gap, PostEvent, SignedIn, Stopped } from './socket.ts';
import type { StatusTracker } from './status-tracker.ts';

/** Everything that exists from one start of an inbox to its stop. */
export class InboxRun {
  readonly dispatcher: Dispatcher;
  readonly #options: ResolvedOptions;
  readonly #tracker: StatusTracker;
  readonly #arrivals: Arrivals;
  readonly #end = new AbortController();
  /** Whether the ledger has everything that was written before the next event. */
  #isComplete = false;
  #isOnline = false;
  #isListed = false;
  #isBlocked = false;
  /** Channels that the catch-up has not read yet. Their posts wait, because older ones may be missing. */
  #unread = new Set<string>();
  #catchUp: AbortController | undefined;
  #failures = 0;
  #maintenance: Promise<void> | undefined;

  constructor(options: ResolvedOptions, tracker: StatusTracker) {
    this.#options = options;
    this.#tracker = tracker;
    this.dispatcher = new Dispatcher(options, {
      isOpen: channelId => this.#isOpen(channelId),
      isOnline: () => this.#isOnline,
      onDeadLetter: () => this.#tracker.addDeadLetter(),
      onLedgerLost: error => this.#block(error),
    });
    this.#arrivals = new Arrivals(options, this.dispatcher, {
      isComplete: () => this.#isComplete,
      onWriteFailed: error => this.#catchUpLater(error),
      onLedgerLost: error => this.#block(error),
    });
    tracker.watchQueue(this.dispatcher);
  }

  /** Aborts when the run ends. */
  get endSignal(): AbortSignal {
    return this.#end.signal;
  }

  /** Queues what is waiting in the ledger. */
  async reload(): Promise<void> {
    const { ledger } = this.#options;
    for (const entry of await ledger.unsettled()) {
      if (entry.state === 'waiting') this.dispatcher.add(entry, 'left-over');
    }
    this.#tracker.setDeadLetters((await ledger.counts()).dead);
  }

  begin(): void {
    const { ws } = this.#options;
    this.#tracker.setState('starting');
    ws.on('ready', this.#onReady);
    ws.on('gap', this.#onGap);
    ws.on('disconnected', this.#onDisconnected);
    ws.on('stopped', this.#onStopped);
    ws.on('posted', this.#onPosted);
    ws.on('post_edited', this.#onEdited);
    ws.on('post_deleted', this.#onDeleted);
    this.#maintenance = runMaintenance(this.#options, this.#end.signal, {
      onChangedElsewhere: () => this.reload(),
      onLedgerLost: error => this.#block(error),
    });
    // The caller may have started the socket before.
    if (ws.state === 'signed-in') this.#onReady({});
    ws.start();
  }

  async end(): Promise<void> {
    const { ws, ledger, logger } = this.#options;
    ws.off('ready', this.#onReady);
    ws.off('gap', this.#onGap);
    ws.off('disconnected', this.#onDisconnected);
    ws.off('stopped', this.#onStopped);
    ws.off('posted', this.#onPosted);
    ws.off('post_edited', this.#onEdited);
    ws.off('post_deleted', this.#onDeleted);
    this.#end.abort();
    this.#catchUp?.abort();
    await this.dispatcher.stop();
    await this.#arrivals.whenWritten();
    await ws.stop();
    await this.#maintenance;
    await ledger.releaseLease().catch(error => logger.error(`the lease was not released: ${messageOf(error)}`));
    this.#tracker.setState('stopped');
  }

  /** Whether posts of a channel may be dispatched; an entry without a channel only needs the connection. */
  #isOpen(channelId: string): boolean {
    if (this.#isBlocked || !this.#isOnline) return false;
    return channelId === '' || (this.#isListed && !this.#unread.has(channelId));
  }

  readonly #onReady = ({ resumed = false }: SignedIn): void => {
    this.#isOnline = true;
    // A blocked inbox runs again when its socket was started again.
    if (!this.#isBlocked && this.#tracker.status().state === 'blocked') this.#tracker.setState('starting');
    if (this.#isComplete && resumed) this.#tracker.setState('ready');
    else if (!resumed || this.#catchUp === undefined) this.#startCatchUp(undefined);
    else this.#tracker.setState('catching-up');
    this.dispatcher.pump();
  };

  readonly #onGap = ({ reason, completeUntil }: Gap): void => {
    this.#options.logger.info(`events may be missing (${reason}): catching up`);
    this.#tracker.markGap(reason);
    this.#startCatchUp(completeUntil);
  };

  readonly #onDisconnected = ({ error }: Disconnected): void => {
    this.#isOnline = false;
    this.#tracker.setState('recovering', error.message);
  };

  readonly #onStopped = ({ error }: Stopped): void => {
    this.#isOnline = false;
    if (this.#end.signal.aborted) return;
    this.#tracker.setState('blocked', error?.message ?? 'the socket was stopped');
    this.#catchUp?.abort();
    this.#isComplete = false;
    this.#catchUp = undefined;
  };

  readonly #onPosted = ({ data }: PostEvent): Promise<void> | undefined => {
    if (!this.#isUsable(data.post)) return undefined;
    return this.#arrivals.addPost(toInboxPost(data.post));
  };

  readonly #onEdited = ({ data }: PostEvent): Promise<void> | undefined => {
    if (!this.#isUsable(data.post)) return undefined;
    return this.#arrivals.addEdit(toInboxPost(data.post));
  };

  readonly #onDeleted = ({ data }: PostEvent): Promise<void> | undefined => {
    if (!this.#isUsable(data.post)) return undefined;
    return this.#arrivals.addDeletion(data.post.id);
  };

  #isUsable(post: unknown): post is ServerPost {
    this.#tracker.markEvent();
    if (isPost(post) && !this.#isBlocked) return true;
    if (!this.#isBlocked) this.#options.logger.warn('ignored an event about a post without an id, channel or time');
    return false;
  }

  /** The ledger did not take what arrived, so it must be fetched again. */
  #catchUpLater(error: unknown): void {
    const { logger, testing } = this.#options;
    this.#failures += 1;
    const pause = backoffMs(this.#failures, testing.random);
    logger.error(`the ledger did not take a post, catching up in ${pause} ms: ${messageOf(error)}`);
    this.#isComplete = false;
    // A running catch-up must not report that nothing is missing.
    this.#catchUp?.abort();
    this.#tracker.markGap('ledger-failed');
    testing.sleep(pause, this.#end.signal).then(
      () => this.#startCatchUp(undefined),
      () => {},
    );
  }

  #startCatchUp(completeUntil: number | undefined): void {
    this.#catchUp?.abort();
    const current = new AbortController();
    this.#catchUp = current;
    this.#isComplete = false;
    this.#isListed = false;
    this.#tracker.startCatchUp();
    const catchUp = new CatchUp({
      options: this.#options,
      dispatcher: this.dispatcher,
      arrivals: this.#arrivals,
      completeUntil,
      signal: AbortSignal.any([current.signal, this.#end.signal]),
      callbacks: {
        onListed: unread => {
          if (current.signal.aborted) return;
          this.#isListed = true;
          this.#unread = new Set(unread);
          this.#tracker.setChannelsToRead(unread.size);
          this.dispatcher.pump();
        },
        onRead: (channelId, posts) => {
          if (current.signal.aborted) return;
          this.#tracker.markChannelRead(this.#unread.delete(channelId), posts);
          this.dispatcher.pump();
        },
        onLeftOut: posts => this.#tracker.addLeftOut(posts),
      },
    });
    catchUp.run().then(
      () => {
        if (current.signal.aborted || this.#end.signal.aborted) return;
        this.#isComplete = true;
        this.#failures = 0;
        this.#catchUp = undefined;
        this.#tracker.finishCatchUp(this.#isOnline);
        this.dispatcher.pump();
      },
      error => {
        if (current.signal.aborted || this.#end.signal.aborted) return;
        if (error instanceof LedgerError) this.#block(error);
        else this.#catchUpLater(error);
      },
    );
  }

  /** The ledger can no longer be used, so the inbox cannot continue. */
  #block(error: LedgerError): void {
    if (this.#isBlocked || this.#end.signal.aborted) return;
    this.#isBlocked = true;
    this.#isComplete = false;
    this.#catchUp?.abort();
    this.#options.logger.error(error.message);
    this.#tracker.setState('blocked', error.message);
    this.#options.ws.stop().catch(() => {});
  }
}
