import { HttpError, ProtocolError, SignedOutError, type SocketError } from './errors.ts';
import type { Position } from './sequence.ts';

/** How far a connection got before it ended. */
export type Stage = 'dialling' | 'open' | 'signed-in';

/** How one connection ended. */
export interface Ending {
  /** How far it got. */
  readonly stage: Stage;
  /** Why it ended. */
  readonly error: SocketError;
  /** How far we have read; before the sign-in, where we asked to resume. */
  readonly position: Position | undefined;
}

/** From where the next connection may ask to resume; `undefined` means that it must begin a new stream. */
export function resumeAfter({ stage, error, position }: Ending): Position | undefined {
  if (position?.connectionId === undefined) return undefined;
  switch (stage) {
    case 'dialling':
      // The server has not seen our request, unless it refused that very request.
      return error instanceof HttpError && isClientError(error.status) ? undefined : position;
    case 'open':
      // Dropped before the sign-in: Mattermost does that to a connection_id that it dislikes, every time.
      return undefined;
    case 'signed-in':
      // A message that we cannot take would be replayed. And while we were signed out, events were not numbered, so
      // a resume would look complete without being so.
      return error instanceof ProtocolError || error instanceof SignedOutError ? undefined : position;
  }
}

/** Whether the end may be the token's fault, which only REST can tell. */
export function doubtsToken({ stage, error }: Ending): boolean {
  return stage === 'open' || error instanceof SignedOutError || (error instanceof HttpError && error.status === 401);
}

function isClientError(status: number): boolean {
  return status >= 400 && status < 500 && status !== 429;
}
