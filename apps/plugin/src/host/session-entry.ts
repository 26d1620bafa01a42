/** Names a session of the host. */
export interface Session {
  readonly agentId: string;
  readonly sessionKey: string;
}

/** What the host notes about a session, as far as it tells whether a turn is under way or will be resumed. */
export interface SessionNote {
  readonly status?: string;
  readonly abortedLastRun?: boolean;
  /** The last answer; it stays here when it was delivered after a crash. */
  readonly pendingFinalDelivery?: {
    readonly createdAt?: number;
    readonly text?: string;
    readonly deliveries?: readonly { readonly state: string }[];
  };
  readonly mainRestartRecovery?: { readonly tombstone?: unknown };
}

/** Reads the host's note about a session; `undefined` for one that it does not know. */
export type ReadSessionNote = (session: Session) => SessionNote | undefined;

/** Marked at the host's start, and not taken up since; a turn that somebody has stopped no longer counts as running. */
export function isInterrupted(note: SessionNote | undefined): boolean {
  return isRunning(note) && note?.abortedLastRun === true;
}

/** Whether a turn runs, or will be resumed. */
export function isRunning(note: SessionNote | undefined): boolean {
  return note?.status === 'running';
}

/** When this process began, in milliseconds since 1970: an answer that was queued before may have been lost with its queue. */
export const processStart = Math.round(performance.timeOrigin);

/** Whether a turn runs, or its answer is still to be sent. A turn that somebody has stopped does not. */
export function isAtWork(note: SessionNote | undefined): boolean {
  return isRunning(note) || isSending(note, processStart);
}

/** Whether an answer is in the host's queue, and not known to stand. */
export function hasQueuedAnswer(note: SessionNote | undefined): boolean {
  return note?.pendingFinalDelivery?.deliveries?.some(({ state }) => state === 'queued') === true;
}

/** Whether an answer that was queued since `time` is still to be sent. */
export function isSending(note: SessionNote | undefined, time: number): boolean {
  return hasQueuedAnswer(note) && !hasAnswerFromBefore(note, time);
}

/** Whether an answer from before `time` is still to be sent, in whole or in part. */
export function hasAnswerFromBefore(note: SessionNote | undefined, time: number): boolean {
  return hasQueuedAnswer(note) && (note?.pendingFinalDelivery?.createdAt ?? 0) < time;
}

/** Whether the host has given the session up after crashes: it takes nothing for it until somebody writes `/new`. */
export function isEnded(note: SessionNote | undefined): boolean {
  return note?.mainRestartRecovery?.tombstone !== undefined;
}
