import type { EventEmitter } from 'node:events';
import { inspect } from 'node:util';
import { isKnown } from './frames.ts';
import type { ResolvedOptions } from './options.ts';
import { redact } from './redact.ts';
import type { SocketEvents } from './socket-events.ts';

/** What an emitter of `SocketEvents` is needed for here. */
type Emitter = Pick<EventEmitter<SocketEvents>, 'listenerCount' | 'rawListeners'>;

/** Calls listeners, and knows whether more events should come: somebody may have paused, or not keep up. */
export class Delivery {
  readonly #emitter: Emitter;
  readonly #options: Pick<ResolvedOptions, 'concurrency' | 'logger' | 'token'>;
  readonly #hold: () => void;
  readonly #release: () => void;
  #paused = false;
  #unsettled = 0;

  /**
   * Calls `hold` at once when events should wait from now on; and `release` when they may come again, but never in
   * the middle of a listener, where the next event would overtake the one that others have not heard yet.
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

  /** Whether events should wait. */
  get held(): boolean {
    return this.#paused || this.#unsettled >= this.#options.concurrency;
  }

  /** Whether events should wait because somebody said so. */
  get paused(): boolean {
    return this.#paused;
  }

  /** How many promises of listeners are unsettled. */
  get unsettled(): number {
    return this.#unsettled;
  }

  /** Whether anybody listens to events of this name from the server. */
  wants(event: string): boolean {
    return (isKnown(event) && this.#emitter.listenerCount(event) > 0) || this.#emitter.listenerCount('event') > 0;
  }

  /** Makes events wait, or not, whatever the listeners do. */
  pause(paused: boolean): void {
    this.#change(() => {
      this.#paused = paused;
    });
  }

  /**
   * Calls the listeners of an event one by one. Unlike `emit`, one that throws, or whose promise rejects, is reported,
   * and keeps nobody else from hearing.
   */
  tell<Name extends keyof SocketEvents>(name: Name, payload: SocketEvents[Name][0]): void {
    if (this.#emitter.listenerCount(name) === 0) return;
    for (const listener of this.#emitter.rawListeners(name)) {
      try {
        const result: unknown = Reflect.apply(listener, this.#emitter, [payload]);
        if (isPromise(result)) this.#await(name, result);
      } catch (error) {
        this.#failed(name, error);
      }
    }
  }

  #await(name: string, result: PromiseLike<unknown>): void {
    this.#change(() => {
      this.#unsettled += 1;
    });
    const settled = (): void =>
      this.#change(() => {
        this.#unsettled -= 1;
      });
    Promise.resolve(result)
      .catch(error => this.#failed(name, error))
      .then(settled);
  }

  #failed(name: string, error: unknown): void {
    const { logger, token } = this.#options;
    logger.error(redact(`a listener of '${name}' failed: ${show(error)}`, token));
    if (name !== 'failed') this.tell('failed', { event: name, error });
  }

  #change(act: () => void): void {
    const before = this.held;
    act();
    if (this.held === before) return;
    if (this.held) this.#hold();
    else
      queueMicrotask(() => {
        if (!this.held) this.#release();
      });
  }
}

/** Never throws itself, whatever was thrown. */
function show(error: unknown): string {
  try {
    return inspect(error);
  } catch {
    return 'with an error that cannot be shown';
  }
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
