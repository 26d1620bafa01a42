import type { EventEmitter } from 'node:events';
import { inspect } from 'node:util';
import { isKnownEvent } from './frames.ts';
import type { ResolvedOptions } from './options.ts';
import { isPromise } from './promises.ts';
import { redact } from './redact.ts';
import type { SocketEvents } from './socket-events.ts';

/** The part of an emitter of `SocketEvents` that is used here. */
type Emitter = Pick<EventEmitter<SocketEvents>, 'listenerCount' | 'rawListeners'>;

/** Calls listeners, and decides when events have to wait: while paused, or while the listeners do not keep up. */
export class Delivery {
  readonly #emitter: Emitter;
  readonly #options: Pick<ResolvedOptions, 'concurrency' | 'logger' | 'token'>;
  readonly #hold: () => void;
  readonly #release: () => void;
  #isPaused = false;
  #unsettled = 0;

  /**
   * Calls `hold` at once when events have to wait from now on. Calls `release` when they may come again, but never in
   * the middle of a listener: there, the next event would overtake the one that other listeners have not had yet.
   */
  constructor(
    emitter: Emitter,
    options: Pick<ResolvedOptions, 'concurrency' | 'logger' | 'token'>,
    valve: { hold(): void; release(): void },
  ) {
    this.#emitter = emitter;
    this.#options = options;
    this.#hold = valve.hold;
    this.#release = valve.release;
  }

  /** Whether events have to wait. */
  get isHeld(): boolean {
    return this.#isPaused || this.#unsettled >= this.#options.concurrency;
  }

  /** Whether events have to wait because the caller paused them. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** How many promises of listeners are unsettled. */
  get unsettled(): number {
    return this.#unsettled;
  }

  /** Whether events of this name from the server have a listener. */
  isWanted(event: string): boolean {
    return (isKnownEvent(event) && this.#emitter.listenerCount(event) > 0) || this.#emitter.listenerCount('event') > 0;
  }

  /** Makes events wait, whatever the listeners do. */
  pause(): void {
    this.#change(() => {
      this.#isPaused = true;
    });
  }

  /** Ends a pause. */
  resume(): void {
    this.#change(() => {
      this.#isPaused = false;
    });
  }

  /**
   * Calls the listeners of an event one by one. Unlike `emit`, it reports a listener that throws, or whose promise
   * rejects, and calls the others all the same.
   */
  emit<Name extends keyof SocketEvents>(name: Name, payload: SocketEvents[Name][0]): void {
    if (this.#emitter.listenerCount(name) === 0) return;
    for (const listener of this.#emitter.rawListeners(name)) {
      try {
        const result: unknown = Reflect.apply(listener, this.#emitter, [payload]);
        if (isPromise(result)) this.#await(name, result);
      } catch (error) {
        this.#report(name, error);
      }
    }
  }

  #await(name: string, result: PromiseLike<unknown>): void {
    this.#change(() => {
      this.#unsettled += 1;
    });
    const settle = (): void =>
      this.#change(() => {
        this.#unsettled -= 1;
      });
    Promise.resolve(result)
      .catch(error => this.#report(name, error))
      .then(settle);
  }

  #report(name: string, error: unknown): void {
    const { logger, token } = this.#options;
    logger.error(redact(`a listener of '${name}' failed: ${show(error)}`, token));
    if (name !== 'failed') this.emit('failed', { event: name, error });
  }

  #change(act: () => void): void {
    const wasHeld = this.isHeld;
    act();
    if (this.isHeld === wasHeld) return;
    if (this.isHeld) this.#hold();
    else
      queueMicrotask(() => {
        if (!this.isHeld) this.#release();
      });
  }
}

/** Never throws, whatever was thrown. */
function show(error: unknown): string {
  try {
    return inspect(error);
  } catch {
    return 'with an error that cannot be shown';
  }
}
