import type { QueueMode } from '../host/session-entry.ts';
import { joinRequests, placeOf, type Turn } from './turn.ts';
import type { Withdrawal } from './withdraw.ts';

// Which turn of a session goes next, and what becomes of the others. `session-gate.ts` has the life of it.

/** What became of a turn that waited at the gate. */
export type GateResult =
  /** It is in the session now: give it to OpenClaw, and call `leave` when it is over. */
  | { readonly act: 'enter' }
  /** Its message is part of a later turn that waited with it. */
  | { readonly act: 'collected'; readonly into: Turn }
  /** It was dropped while it waited: by `/stop`, by a later message in the queue mode `interrupt`, or withdrawn. */
  | { readonly act: 'dropped'; readonly code: DropCode };

/** Why a turn was dropped while it waited. */
export type DropCode = 'stopped' | 'interrupted' | Withdrawal;

/** A turn that waits at the gate. */
export interface Waiting {
  readonly turn: Turn;
  readonly mode: QueueMode;
  readonly resolve: (result: GateResult) => void;
}

/** The turns of one session of OpenClaw. */
export interface Session {
  readonly entered: Set<Turn>;
  /** In the order in which their messages were written. */
  readonly waiting: Waiting[];
  /** By account and id, each turn that goes before all others, because it was cut off or is dispatched again. */
  readonly reserved: Map<string, Reservation>;
}

/** A turn for which a session is reserved until it comes again. */
export interface Reservation {
  readonly accountId: string;
  readonly id: string;
  /** When its message was written. */
  readonly writtenAt: number;
  /** The id of the person who wrote it; absent for a turn of an earlier process. */
  readonly speakerId?: string;
  /** It was stopped while it was away: when it comes, it is dropped. */
  wasStopped?: boolean;
}

/** The key of a reservation: several accounts may answer the same post. */
export function reservationKey({ accountId, id }: Pick<Reservation, 'accountId' | 'id'>): string {
  return `${accountId}:${id}`;
}

const reservationOf = ({ accountId, request }: Turn): string => reservationKey({ accountId, id: request.id });

/** A session in which nothing runs and nothing waits. */
export function emptySession(): Session {
  return { entered: new Set(), waiting: [], reserved: new Map() };
}

/** The turn that may enter now, if one may. */
export function nextOf({ entered, waiting, reserved }: Session): Waiting | undefined {
  const [first] = [...reserved.values()]
    .filter(({ wasStopped }) => !wasStopped)
    .sort((one, other) => one.writtenAt - other.writtenAt);
  const candidates = first ? waiting.filter(({ turn }) => reservationOf(turn) === reservationKey(first)) : waiting;
  return entered.size === 0 ? candidates[0] : candidates.find(one => canJoin(one, [...entered]));
}

/** Whether a turn can be put into those that run. */
function canJoin({ turn, mode }: Waiting, entered: readonly Turn[]): boolean {
  // What one account or one direct channel asked for is not answered in another, where they share a session.
  if (!entered.every(other => isSamePlace(other, turn))) return false;
  if (entered.some(({ hasQuestion }) => hasQuestion)) return true;
  if (mode !== 'steer') return false;
  const isSteerable =
    entered.some(({ isStarted }) => isStarted) && !entered.some(other => other.isEnding || other.isQueued);
  // One at a time: if the running turn ends first, OpenClaw runs the messages that wait in any order.
  if (entered.some(other => !other.isStarted && !other.joined)) return false;
  return isSteerable && entered.every(other => other.request.speaker.id === turn.request.speaker.id);
}

/** Lets a turn enter; in the queue mode `collect` together with what the same person wrote meanwhile. */
export function admit(session: Session, next: Waiting): void {
  const { entered, waiting } = session;
  const { turn, mode, resolve } = next;
  if (entered.size === 0 && mode === 'collect' && session.reserved.size === 0) {
    collect(session);
    return;
  }
  remove(waiting, next);
  entered.add(turn);
  session.reserved.delete(reservationOf(turn));
  resolve({ act: 'enter' });
}

/** Makes one turn of what the same person wrote in the same place while they waited. */
function collect({ entered, waiting }: Session): void {
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
  for (const { resolve } of batch) resolve({ act: 'collected', into: turn });
  entered.add(turn);
  last.resolve({ act: 'enter' });
}

function isAlike(turn: Turn, other: Turn | undefined): boolean {
  return other?.request.speaker.id === turn.request.speaker.id && isSamePlace(turn, other);
}

/** Whether the answers of two turns belong in the same place, and come from the same bot. */
function isSamePlace(one: Turn, other: Turn): boolean {
  const [place, otherPlace] = [placeOf(one.request), placeOf(other.request)];
  const isSameChannel = place.channelId === otherPlace.channelId && place.rootId === otherPlace.rootId;
  return isSameChannel && one.accountId === other.accountId;
}

/** Whether a session has a turn whose message was written after that of another. */
export function hasLater({ entered, waiting }: Session, { request }: Turn): boolean {
  return [...entered, ...waiting.map(({ turn }) => turn)].some(other => other.request.timestamp > request.timestamp);
}

/** Drops what waits and stops what runs, because a later message takes its place. */
export function interrupt({ entered, waiting }: Session): void {
  for (const { resolve } of waiting.splice(0)) resolve({ act: 'dropped', code: 'interrupted' });
  for (const turn of entered) {
    turn.wasStopped = true;
    turn.controller.abort(new Error('A later message has interrupted the turn'));
  }
}

/** Marks the reserved turns as stopped that `isMeant` names; true when there are any. */
export function stopReserved({ reserved }: Session, isMeant: (reservation: Reservation) => boolean): boolean {
  const meant = [...reserved.values()].filter(isMeant);
  for (const reservation of meant) reservation.wasStopped = true;
  return meant.length > 0;
}

/** Takes the reservation of a turn that comes again; true when it was stopped meanwhile. */
export function takeStopped({ reserved }: Session, turn: Turn): boolean {
  const key = reservationOf(turn);
  return reserved.get(key)?.wasStopped === true && reserved.delete(key);
}

/** Removes an item from a list, if it is in it. */
export function remove<T>(list: T[], item: T): void {
  const at = list.indexOf(item);
  if (at >= 0) list.splice(at, 1);
}
