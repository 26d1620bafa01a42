import { processShared } from '../host/process-shared.ts';
import type { QueueMode } from '../host/queue-mode.ts';
import type { OpenTurn } from './open-turn.ts';
import { joinRequests } from './turn-request.ts';
import type { Withdrawal } from './withdraw.ts';

/** How a turn gets past the gate. */
export type Passage =
  /** It is in the session now: give it to OpenClaw, and call `leave` when it is over. */
  | { readonly act: 'enter' }
  /** Its message is part of a later turn that waited with it. */
  | { readonly act: 'collected'; readonly into: OpenTurn }
  /** It was dropped while it waited: by `/stop`, by a later message in the queue mode `interrupt`, or withdrawn. */
  | { readonly act: 'dropped'; readonly code: DropCode };

/** Why a turn was dropped while it waited. */
export type DropCode = 'stopped' | 'interrupted' | Withdrawal;

interface Waiting {
  readonly turn: OpenTurn;
  readonly mode: QueueMode;
  readonly pass: (passage: Passage) => void;
}

interface Session {
  readonly open: Set<OpenTurn>;
  /** In the order in which their messages were written. */
  readonly waiting: Waiting[];
  /** The turns that go before all others, with the time of their message: they were cut off, or have to go again. */
  readonly kept: Map<string, number>;
}

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

  /** The turn in the session that a post is part of, if OpenClaw has it. */
  turnWith(postId: string): OpenTurn | undefined {
    for (const { open } of this.#sessions.values()) {
      for (const turn of open) if (turn.request.posts.includes(postId)) return turn;
    }
    return undefined;
  }

  /** The turns in a session, the one that runs first. */
  turnsIn(sessionKey: string): OpenTurn[] {
    return [...(this.#sessions.get(sessionKey)?.open ?? [])];
  }

  /** Every turn, those that wait included. */
  allTurns(): OpenTurn[] {
    return [...this.#sessions.values()].flatMap(({ open, waiting }) => [...open, ...waiting.map(({ turn }) => turn)]);
  }

  /** Ends a turn without an answer: it stops waiting, or OpenClaw stops it. */
  withdraw(turn: OpenTurn, why: Withdrawal): void {
    if (turn.withdrawn) return;
    turn.withdrawn = why;
    if (!this.drop(turn, why)) turn.stop.abort(new Error('The message was deleted'));
  }

  /** Ends the wait of a turn; false when it does not wait any more. */
  drop(turn: OpenTurn, code: DropCode): boolean {
    const { waiting } = this.#session(turn);
    const place = waiting.find(one => one.turn === turn);
    if (!place) return false;
    remove(waiting, place);
    place.pass({ act: 'dropped', code });
    return true;
  }

  /**
   * Waits until a turn may go to OpenClaw.
   *
   * @throws the reason of the signal, when that aborts first
   */
  async enter(turn: OpenTurn, mode: QueueMode, signal: AbortSignal): Promise<Passage> {
    signal.throwIfAborted();
    const session = this.#session(turn);
    if (mode === 'interrupt') interrupt(session);
    const { promise, resolve, reject } = Promise.withResolvers<Passage>();
    const waiting: Waiting = { turn, mode, pass: resolve };
    const later = session.waiting.findIndex(other => other.turn.request.timestamp > turn.request.timestamp);
    session.waiting.splice(later < 0 ? session.waiting.length : later, 0, waiting);
    const abort = (): void => {
      remove(session.waiting, waiting);
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
    this.changed(turn);
    return promise.finally(() => signal.removeEventListener('abort', abort));
  }

  /**
   * Keeps everything out of a session until a turn has entered it, or `letOthersIn` is called. Of several such turns the
   * one whose message was written first goes first.
   */
  keepFor(sessionKey: string, id: string, writtenAt: number): void {
    const session = this.#sessions.get(sessionKey) ?? emptySession();
    this.#sessions.set(sessionKey, session);
    session.kept.set(id, writtenAt);
  }

  /** A turn does not come: the others may enter. */
  letOthersIn(sessionKey: string, id: string): void {
    if (this.#sessions.get(sessionKey)?.kept.delete(id)) this.#update(sessionKey);
  }

  /** Ends the stay of a turn in its session. */
  leave(turn: OpenTurn): void {
    this.#session(turn).open.delete(turn);
    this.changed(turn);
  }

  /** To be called when a turn has started or asks something: others may be able to join it now. */
  changed({ request }: OpenTurn): void {
    this.#update(request.route.sessionKey);
  }

  #update(sessionKey: string): void {
    const session = this.#sessions.get(sessionKey);
    if (!session) return;
    for (let next = nextOf(session); next; next = nextOf(session)) letIn(session, next);
    const { open, waiting, kept } = session;
    if (open.size === 0 && waiting.length === 0 && kept.size === 0) this.#sessions.delete(sessionKey);
  }

  /** Notes that OpenClaw is about to stop what runs in a session, and drops everything that waits for it. */
  stop(sessionKey: string): void {
    for (const turn of this.turnsIn(sessionKey)) turn.wasStopped = true;
    const waiting = this.#sessions.get(sessionKey)?.waiting.splice(0) ?? [];
    for (const { pass } of waiting) pass({ act: 'dropped', code: 'stopped' });
  }

  #session({ request }: OpenTurn): Session {
    const { sessionKey } = request.route;
    const session = this.#sessions.get(sessionKey) ?? emptySession();
    this.#sessions.set(sessionKey, session);
    return session;
  }
}

/** The gate of this process: a session belongs to one turn, whichever account and whichever copy of the module asks. */
export const sessionGate: SessionGate = processShared('session-gate', () => new SessionGate());

function emptySession(): Session {
  return { open: new Set(), waiting: [], kept: new Map() };
}

function nextOf({ open, waiting, kept }: Session): Waiting | undefined {
  const [first] = [...kept].sort(([, one], [, other]) => one - other);
  const candidates = first ? waiting.filter(({ turn }) => turn.request.id === first[0]) : waiting;
  return open.size === 0 ? candidates[0] : candidates.find(one => canJoin(one, [...open]));
}

/** Whether a turn can be put into those that run. */
function canJoin({ turn, mode }: Waiting, open: readonly OpenTurn[]): boolean {
  if (open.some(({ hasQuestion }) => hasQuestion)) return true;
  if (mode !== 'steer') return false;
  const isSteerable = open.some(({ isStarted }) => isStarted) && !open.some(other => other.isEnding || other.isQueued);
  // One at a time: OpenClaw may be too late for the turn, and takes messages in no sure order then.
  if (open.some(other => !other.isStarted && !other.joined)) return false;
  return isSteerable && open.every(other => other.request.speaker.id === turn.request.speaker.id);
}

function letIn(session: Session, next: Waiting): void {
  const { open, waiting } = session;
  const { turn, mode, pass } = next;
  if (open.size === 0 && mode === 'collect' && session.kept.size === 0) {
    collect(session);
    return;
  }
  remove(waiting, next);
  open.add(turn);
  session.kept.delete(turn.request.id);
  pass({ act: 'enter' });
}

/** Makes one turn of what the same person wrote in the same place while they waited. */
function collect({ open, waiting }: Session): void {
  const [first] = waiting;
  const until = waiting.findIndex(one => one.mode !== 'collect' || !isAlike(one.turn, first?.turn));
  const batch = waiting.splice(0, until < 0 ? waiting.length : until);
  const last = batch.pop();
  if (!last) return;
  const { turn } = last;
  turn.request = joinRequests(
    batch.map(one => one.turn.request),
    turn.request,
  );
  for (const { pass } of batch) pass({ act: 'collected', into: turn });
  open.add(turn);
  last.pass({ act: 'enter' });
}

function isAlike({ request }: OpenTurn, other: OpenTurn | undefined): boolean {
  return other?.request.speaker.id === request.speaker.id && other.request.route.threadId === request.route.threadId;
}

function interrupt({ open, waiting }: Session): void {
  for (const { pass } of waiting.splice(0)) pass({ act: 'dropped', code: 'interrupted' });
  for (const turn of open) {
    turn.wasStopped = true;
    turn.stop.abort(new Error('A later message has interrupted the turn'));
  }
}

function remove<T>(list: T[], item: T): void {
  const at = list.indexOf(item);
  if (at >= 0) list.splice(at, 1);
}
