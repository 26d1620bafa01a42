import { Arrivals } from './arrivals.ts';
import { CatchUp, type CatchUpParts } from './catch-up/catch-up.ts';
import { isPersonal } from './catch-up/channels-to-read.ts';
import { Poller } from './catch-up/poller.ts';
import { recordFirstStart } from './first-start.ts';
import { LedgerError } from './ledger/errors.ts';
import { runMaintenance } from './maintenance.ts';
import type { ResolvedOptions } from './options.ts';
import { isPost, type ServerPost, toInboxPost } from './post.ts';
import { Dispatcher } from './queue/dispatcher.ts';
import { messageOf } from './repeat.ts';
import { backoffMs } from './retry.ts';
import { ServerClock } from './server-clock.ts';
import type { Disconnected, Gap, PostEvent, SignedIn, Stopped } from './socket.ts';
import type { StatusTracker } from './status-tracker.ts';

/** Everything that exists from one start of an inbox to its stop. */
export class InboxRun {
  readonly dispatcher: Dispatcher;
  readonly #options: ResolvedOptions;
  readonly #tracker: StatusTracker;
  readonly #calledAt: number;
  readonly #clock: ServerClock;
  readonly #arrivals: Arrivals;
  readonly #poller: Poller;
  readonly #end = new AbortController();
  #firstStart: Promise<void> = Promise.resolve();
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

  /** @param calledAt when `start` was called, on this machine's clock */
  constructor(options: ResolvedOptions, tracker: StatusTracker, calledAt: number) {
    this.#options = options;
    this.#tracker = tracker;
    this.#calledAt = calledAt;
    this.#clock = new ServerClock(options);
    this.dispatcher = new Dispatcher(options, {
      isOpen: channelId => this.#isOpen(channelId),
      isOnline: () => this.#isOnline || this.#poller.isReachable,
      onDeadLetter: () => tracker.addDeadLetter(),
      onLedgerLost: error => this.#block(error),
      onProblem: (what, message) => tracker.setProblem(what, message),
    });
    this.#arrivals = new Arrivals(options, this.dispatcher, this.#clock, {
      isComplete: () => this.#isComplete,
      onWriteFailed: error => this.#catchUpLater(error),
      onLedgerLost: error => this.#block(error),
    });
    this.#poller = new Poller({
      ...this.#readerParts(),
      endSignal: this.#end.signal,
      callbacks: {
        isCatchingUp: () => this.#catchUp !== undefined,
        onChange: () => this.dispatcher.pump(),
      },
    });
    tracker.watch(this.dispatcher, () => this.#poller.isReachable);
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
    this.#recordFirstStart();
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
    else this.#poller.start();
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
    this.#poller.stop();
    await this.dispatcher.stop();
    await this.#arrivals.whenWritten();
    await ws.stop();
    await this.#maintenance;
    await ledger.releaseLease().catch(error => logger.error(`the lease was not released: ${messageOf(error)}`));
    this.#tracker.setState('stopped');
  }

  #readerParts(): Omit<CatchUpParts, 'signal' | 'callbacks'> {
    return {
      options: this.#options,
      dispatcher: this.dispatcher,
      arrivals: this.#arrivals,
      clock: this.#clock,
      tracker: this.#tracker,
      firstStart: () => this.#firstStart,
    };
  }

  #recordFirstStart(): void {
    this.#firstStart = recordFirstStart({
      ...this.#readerParts(),
      signal: this.#end.signal,
      calledAt: this.#calledAt,
    });
    // The catch-up reports a failure. Before the first catch-up nothing waits for it.
    this.#firstStart.catch(() => {});
  }

  /** Whether posts of a channel may be dispatched; an entry without a channel only needs the server. */
  #isOpen(channelId: string): boolean {
    if (this.#isBlocked) return false;
    if (channelId === '') return this.#isOnline || this.#poller.isReachable;
    if (this.#isOnline) return this.#isListed && !this.#unread.has(channelId);
    return this.#catchUp === undefined && this.#poller.isOpen(channelId);
  }

  readonly #onReady = ({ resumed = false }: SignedIn): void => {
    const { logger } = this.#options;
    this.#isOnline = true;
    this.#poller.stop();
    const { state } = this.#tracker.status();
    if (state === 'recovering') logger.info('the connection is back');
    // A blocked inbox runs again when its socket was started again.
    if (!this.#isBlocked && state === 'blocked') this.#tracker.setState('starting');
    if (this.#isComplete && resumed) this.#tracker.setState('ready');
    else if (!resumed || this.#catchUp === undefined) this.#startCatchUp();
    else this.#tracker.setState('catching-up');
    this.dispatcher.pump();
  };

  readonly #onGap = ({ reason }: Gap): void => {
    this.#options.logger.info(`events may be missing (${reason}): catching up`);
    this.#tracker.markGap(reason);
    this.#startCatchUp();
  };

  readonly #onDisconnected = ({ error }: Disconnected): void => {
    const { logger } = this.#options;
    this.#isOnline = false;
    const { state } = this.#tracker.status();
    if (state !== 'recovering' && state !== 'blocked') logger.warn(`the connection is lost: ${error.message}`);
    this.#tracker.setState('recovering', error);
    this.#poller.start();
  };

  readonly #onStopped = ({ error = new Error('the socket was stopped') }: Stopped): void => {
    this.#isOnline = false;
    if (this.#end.signal.aborted) return;
    if (!this.#isBlocked) this.#options.logger.error(`the inbox is blocked: ${error.message}`);
    this.#poller.stop();
    this.#catchUp?.abort();
    this.#isComplete = false;
    this.#catchUp = undefined;
    this.#tracker.setState('blocked', error);
  };

  readonly #onPosted = ({ data }: PostEvent): Promise<void> | undefined => {
    if (!this.#isUsable(data.post)) return undefined;
    return this.#arrivals.addPost(toInboxPost(data.post), isPersonal({ type: data.channel_type ?? '' }));
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
    const message = `the ledger did not take a post: ${messageOf(error)}`;
    logger.error(`${message}; catching up in ${pause} ms`);
    this.#tracker.setProblem('take a post', message);
    this.#isComplete = false;
    // A running catch-up must not report that nothing is missing.
    this.#catchUp?.abort();
    this.#tracker.markGap('ledger-failed');
    testing.sleep(pause, this.#end.signal).then(
      () => this.#startCatchUp(),
      () => {},
    );
  }

  #startCatchUp(): void {
    this.#catchUp?.abort();
    const current = new AbortController();
    this.#catchUp = current;
    this.#isComplete = false;
    this.#isListed = false;
    this.#tracker.startCatchUp();
    const catchUp = new CatchUp({
      ...this.#readerParts(),
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
      },
    });
    catchUp.run().then(
      () => {
        if (current.signal.aborted || this.#end.signal.aborted) return;
        this.#isComplete = true;
        this.#failures = 0;
        this.#catchUp = undefined;
        this.#tracker.setProblem('take a post', undefined);
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
    this.#poller.stop();
    this.#options.logger.error(`the inbox is blocked: ${error.message}`);
    this.#tracker.setState('blocked', error);
    this.#options.ws.stop().catch(() => {});
  }
}
