import { processShared } from '../host/process-shared.ts';
import type { QueueMode } from '../host/session-entry.ts';
import {
  admit,
  type DropCode,
  emptySession,
  type GateResult,
  hasLater,
  interrupt,
  nextOf,
  type Reservation,
  remove,
  reservationKey,
  type Session,
  stopReserved,
  takeStopped,
  type Waiting,
} from './session-order.ts';
import type { Turn } from './turn.ts';
import type { Withdrawal } from './withdraw.ts';

/**
 * Lets one turn at a time into a session of OpenClaw, in the order in which their messages were written, so that every
 * person has a turn and an answer of their own.
 *
 * A message of the person whose turn runs goes into that turn where the queue mode is `steer`; a message that may answer
 * a question of the agent passes at once. Without the gate OpenClaw would queue turns by itself, and their answers would
 * not say what they answer.
 */
export class SessionGate {
  readonly #sessions = new Map<string, Session>();
  readonly #commands = new Set<Turn>();

  /** The turn of an account that a post is part of, if OpenClaw has it. Several accounts may answer the same post. */
  turnWith(accountId: string, postId: string): Turn | undefined {
    for (const turns of [this.#commands, ...[...this.#sessions.values()].map(({ entered }) => entered)]) {
      for (const turn of turns) if (turn.accountId === accountId && turn.request.posts.includes(postId)) return turn;
    }
    return undefined;
  }

  /** The turn of a post that waits for its session; `undefined` when OpenClaw has it, and when there is none. */
  waitingTurnWith(accountId: string, postId: string): Turn | undefined {
    const waiting = [...this.#sessions.values()].flatMap(session => session.waiting.map(({ turn }) => turn));
    return waiting.find(turn => turn.accountId === accountId && turn.request.posts.includes(postId));
  }

  /** The turns in a session, in the order in which they entered. */
  turnsIn(sessionKey: string): Turn[] {
    return [...(this.#sessions.get(sessionKey)?.entered ?? [])];
  }

  /** Every turn, those that wait included. */
  allTurns(): Turn[] {
    return [...this.#sessions.values()].flatMap(({ entered, waiting }) => [
      ...entered,
      ...waiting.map(({ turn }) => turn),
    ]);
  }

  /** Ends a turn without an answer: it stops waiting, or OpenClaw stops it. */
  withdraw(turn: Turn, why: Withdrawal): void {
    if (turn.withdrawn) return;
    turn.withdrawn = why;
    if (!this.drop(turn, why)) turn.controller.abort(new Error('The message was deleted'));
  }

  /** Ends the wait of a turn; false when it does not wait any more. */
  drop(turn: Turn, code: DropCode): boolean {
    const { waiting } = this.#session(turn);
    const place = waiting.find(one => one.turn === turn);
    if (!place) return false;
    remove(waiting, place);
    place.resolve({ act: 'dropped', code });
    return true;
  }

  /**
   * Waits until a turn may go to OpenClaw.
   *
   * @throws the reason of the signal, when that aborts first
   */
  async enter(turn: Turn, mode: QueueMode, signal: AbortSignal): Promise<GateResult> {
    signal.throwIfAborted();
    const session = this.#session(turn);
    if (takeStopped(session, turn)) {
      this.admitNext(turn);
      return { act: 'dropped', code: 'stopped' };
    }
    if (mode === 'interrupt') {
      // One that comes late, such as after a failure, has been interrupted already.
      if (hasLater(session, turn)) return { act: 'dropped', code: 'interrupted' };
      interrupt(session);
    }
    const { promise, resolve, reject } = Promise.withResolvers<GateResult>();
    const waiting: Waiting = { turn, mode, resolve };
    const later = session.waiting.findIndex(other => other.turn.request.timestamp > turn.request.timestamp);
    session.waiting.splice(later < 0 ? session.waiting.length : later, 0, waiting);
    const abort = (): void => {
      remove(session.waiting, waiting);
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
    this.admitNext(turn);
    return promise.finally(() => signal.removeEventListener('abort', abort));
  }

  /**
   * Reserves a session for a turn: until it has entered, or `cancelReservation` is called, no other turn enters. Of several
   * reservations, that of the message that was written first counts first.
   */
  reserveFor(sessionKey: string, reservation: Reservation): void {
    const session = this.#sessions.get(sessionKey) ?? emptySession();
    this.#sessions.set(sessionKey, session);
    session.reserved.set(reservationKey(reservation), reservation);
  }

  /** The turn does not come: the others may enter. */
  cancelReservation(sessionKey: string, reservation: Pick<Reservation, 'accountId' | 'id'>): void {
    if (this.#sessions.get(sessionKey)?.reserved.delete(reservationKey(reservation))) this.#admitWaiting(sessionKey);
  }

  /** Stops the turns of a person that are to come again; true when there are any. */
  stopReserved(sessionKey: string, speakerId: string): boolean {
    const session = this.#sessions.get(sessionKey);
    const isStopped = session !== undefined && stopReserved(session, one => one.speakerId === speakerId);
    if (isStopped) this.#admitWaiting(sessionKey);
    return isStopped;
  }

  /** Notes a command: it waits for nothing, and nothing waits for it. Call `leave` when it is over. */
  passCommand(turn: Turn): void {
    this.#commands.add(turn);
  }

  /** A turn is over: the next one may enter its session. */
  leave(turn: Turn): void {
    if (this.#commands.delete(turn)) return;
    this.#session(turn).entered.delete(turn);
    this.admitNext(turn);
  }

  /** Call it when a turn has started or asks something: a turn that waits may be able to join it now. */
  admitNext({ request }: Turn): void {
    this.#admitWaiting(request.route.sessionKey);
  }

  #admitWaiting(sessionKey: string): void {
    const session = this.#sessions.get(sessionKey);
    if (!session) return;
    for (let next = nextOf(session); next; next = nextOf(session)) admit(session, next);
    const { entered, waiting, reserved } = session;
    if (entered.size === 0 && waiting.length === 0 && reserved.size === 0) this.#sessions.delete(sessionKey);
  }

  /**
   * Call it before OpenClaw stops what runs in a session: notes that on the turns there, and drops those that wait or are
   * to come again. A turn that OpenClaw does not end is left after some minutes.
   */
  markStopped(sessionKey: string): void {
    const session = this.#sessions.get(sessionKey);
    if (!session) return;
    for (const turn of session.entered) {
      turn.wasStopped = true;
      abortLater(turn);
    }
    for (const { resolve } of session.waiting.splice(0)) resolve({ act: 'dropped', code: 'stopped' });
    stopReserved(session, () => true);
    this.#admitWaiting(sessionKey);
  }

  #session({ request }: Turn): Session {
    const { sessionKey } = request.route;
    const session = this.#sessions.get(sessionKey) ?? emptySession();
    this.#sessions.set(sessionKey, session);
    return session;
  }
}

/** How long OpenClaw may take to end a turn that it was told to stop. */
const longestStopMs = 5 * 60_000;

/** Stops a turn ourselves when OpenClaw has not ended it in time: otherwise its session would stay closed. */
function abortLater({ controller, ended }: Turn): void {
  const timer = setTimeout(() => controller.abort(new Error('OpenClaw did not end the turn')), longestStopMs).unref();
  const clear = (): void => clearTimeout(timer);
  ended.then(clear, clear);
}

/** One gate for the process: accounts can share a session, and OpenClaw loads this module more than once. */
export const sessionGate: SessionGate = processShared('session-gate', () => new SessionGate());
