import { Arrivals } from './arrivals.ts';
import { CatchUp } from './catch-up/catch-up.ts';
import { LedgerError } from './ledger/errors.ts';
import type { ResolvedOptions } from './options.ts';
import { isPost } from './post.ts';
import { Dispatcher } from './queue/dispatcher.ts';
import { messageOf } from './queue/persist.ts';
import { patience } from './retry.ts';
import type { InboxDisconnection, InboxEnding, InboxGap, InboxPostEvent, InboxSession } from './socket.ts';
import type { StatusBoard } from './status-board.ts';
import { keepHouse } from './upkeep.ts';

/** What lives from a start to a stop. */
export class Life {
  readonly dispatcher: Dispatcher;
  readonly #options: ResolvedOptions;
  readonly #board: StatusBoard;
  readonly #arrivals: Arrivals;
  readonly #end = new AbortController();
  /** Everything before what arrives now is known. */
  #whole = false;
  #online = false;
  #listed = false;
  #blocked = false;
  /** Channels that are still to be read: what waits there waits for what may come before it. */
  #behind = new Set<string>();
  #catchUp: AbortController | undefined;
  #failures = 0;
  #upkeep: Promise<void> | undefined;

  constructor(options: ResolvedOptions, board: StatusBoard) {
    this.#options = options;
    this.#board = board;
    this.dispatcher = new Dispatcher(options, {
      isOpen: channelId => this.#isOpen(channelId),
      isOnline: () => this.#online,
      died: () => this.#board.died(1),
      ledgerLost: error => this.#block(error),
    });
    this.#arrivals = new Arrivals(options, this.dispatcher, {
      isWhole: () => this.#whole,
      lost: error => this.#lost(error),
      ledgerLost: error => this.#block(error),
    });
    board.watch(this.dispatcher);
  }

  /** Aborts at the end. */
  get ended(): AbortSignal {
    return this.#end.signal;
  }

  /** Takes in what waits in the ledger. */
  async reload(): Promise<void> {
    const { ledger } = this.#options;
    for (const entry of await ledger.unsettled()) {
      if (entry.state === 'waiting') this.dispatcher.add(entry, 'left-over');
    }
    this.#board.dead((await ledger.counts()).dead);
  }

  begin(): void {
    const { ws } = this.#options;
    this.#board.becomes('starting');
    ws.on('ready', this.#ready);
    ws.on('gap', this.#gap);
    ws.on('disconnected', this.#disconnected);
    ws.on('stopped', this.#stopped);
    ws.on('posted', this.#posted);
    ws.on('post_edited', this.#edited);
    ws.on('post_deleted', this.#deleted);
    this.#upkeep = keepHouse(this.#options, this.#end.signal, {
      changedElsewhere: () => this.reload(),
      ledgerLost: error => this.#block(error),
    });
    // Somebody else may have started it before.
    if (ws.state === 'signed-in') this.#ready({});
    ws.start();
  }

  async end(): Promise<void> {
    const { ws, ledger, logger } = this.#options;
    ws.off('ready', this.#ready);
    ws.off('gap', this.#gap);
    ws.off('disconnected', this.#disconnected);
    ws.off('stopped', this.#stopped);
    ws.off('posted', this.#posted);
    ws.off('post_edited', this.#edited);
    ws.off('post_deleted', this.#deleted);
    this.#end.abort();
    this.#catchUp?.abort();
    await this.dispatcher.stop();
    await this.#arrivals.settled();
    await ws.stop();
    await this.#upkeep;
    await ledger.releaseLease().catch(error => logger.error(`the lease could not be released: ${messageOf(error)}`));
    this.#board.becomes('stopped');
  }

  #isOpen(channelId: string): boolean {
    if (this.#blocked || !this.#online) return false;
    return channelId === '' || (this.#listed && !this.#behind.has(channelId));
  }

  readonly #ready = ({ resumed = false }: InboxSession): void => {
    this.#online = true;
    // Whoever had stopped the socket has started it again.
    if (!this.#blocked && this.#board.status().state === 'blocked') this.#board.becomes('starting');
    if (this.#whole && resumed) this.#board.becomes('ready');
    else if (!resumed || this.#catchUp === undefined) this.#beginCatchUp(undefined);
    else this.#board.becomes('catching-up');
    this.dispatcher.pump();
  };

  readonly #gap = ({ reason, wholeUntil }: InboxGap): void => {
    this.#options.logger.info(`events may be missing (${reason}): catching up`);
    this.#board.gap(reason);
    this.#beginCatchUp(wholeUntil);
  };

  readonly #disconnected = ({ error }: InboxDisconnection): void => {
    this.#online = false;
    this.#board.becomes('recovering', error.message);
  };

  readonly #stopped = ({ error }: InboxEnding): void => {
    this.#online = false;
    if (this.#end.signal.aborted) return;
    this.#board.becomes('blocked', error?.message ?? 'the socket was stopped');
    this.#catchUp?.abort();
    this.#whole = false;
    this.#catchUp = undefined;
  };

  readonly #posted = ({ data }: InboxPostEvent): Promise<void> | undefined => {
    if (!this.#heard(data.post)) return undefined;
    return this.#arrivals.posted(data.post);
  };

  readonly #edited = ({ data }: InboxPostEvent): Promise<void> | undefined => {
    if (!this.#heard(data.post)) return undefined;
    return this.#arrivals.edited(data.post);
  };

  readonly #deleted = ({ data }: InboxPostEvent): Promise<void> | undefined => {
    if (!this.#heard(data.post)) return undefined;
    return this.#arrivals.deleted(data.post.id);
  };

  #heard(post: unknown): boolean {
    this.#board.heard();
    if (isPost(post) && !this.#blocked) return true;
    if (!this.#blocked) this.#options.logger.warn('ignored an event about a post that has no id, channel or time');
    return false;
  }

  /** Something that arrived could not be written down; it is fetched again once that works. */
  #lost(error: unknown): void {
    const { logger, random, sleep } = this.#options;
    this.#failures += 1;
    const pause = patience(this.#failures, random);
    logger.error(`the ledger could not take in a post, catching up in ${pause} ms: ${messageOf(error)}`);
    this.#whole = false;
    // What runs must not say that nothing is missing.
    this.#catchUp?.abort();
    this.#board.gap('ledger-failed');
    sleep(pause, this.#end.signal).then(
      () => this.#beginCatchUp(undefined),
      () => {},
    );
  }

  #beginCatchUp(wholeUntil: number | undefined): void {
    this.#catchUp?.abort();
    const current = new AbortController();
    this.#catchUp = current;
    this.#whole = false;
    this.#listed = false;
    this.#board.catchUpBegins();
    const catchUp = new CatchUp({
      options: this.#options,
      dispatcher: this.dispatcher,
      arrivals: this.#arrivals,
      wholeUntil,
      signal: AbortSignal.any([current.signal, this.#end.signal]),
      host: {
        listed: behind => {
          if (current.signal.aborted) return;
          this.#listed = true;
          this.#behind = new Set(behind);
          this.#board.catchUpReads(behind.size);
          this.dispatcher.pump();
        },
        read: (channelId, posts) => {
          if (current.signal.aborted) return;
          this.#board.channelRead(this.#behind.delete(channelId), posts);
          this.dispatcher.pump();
        },
        leftOut: posts => this.#board.leftOut(posts),
      },
    });
    catchUp.run().then(
      () => {
        if (current.signal.aborted || this.#end.signal.aborted) return;
        this.#whole = true;
        this.#failures = 0;
        this.#catchUp = undefined;
        this.#board.catchUpEnds(this.#online);
        this.dispatcher.pump();
      },
      error => {
        if (current.signal.aborted || this.#end.signal.aborted) return;
        if (error instanceof LedgerError) this.#block(error);
        else this.#lost(error);
      },
    );
  }

  /** Nothing more can be done from here. */
  #block(error: LedgerError): void {
    if (this.#blocked || this.#end.signal.aborted) return;
    this.#blocked = true;
    this.#whole = false;
    this.#catchUp?.abort();
    this.#options.logger.error(error.message);
    this.#board.becomes('blocked', error.message);
    this.#options.ws.stop().catch(() => {});
  }
}
