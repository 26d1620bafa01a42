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
  /** How far the stream was read; before the sign-in, the position that we asked to resume from. */
  readonly position: Position | undefined;
}

/** The position from which the next connection may ask to resume; `undefined` when it must begin a new stream. */
export function positionToResume({ stage, error, position }: Ending): Position | undefined {
  if (position?.connectionId === undefined) return undefined;
  switch (stage) {
    case 'dialling':
      // The server has not seen our request, unless it refused that very request.
      return error instanceof HttpError && isClientError(error.status) ? undefined : position;
    case 'open':
      // Mattermost drops a connection before the sign-in when it rejects the connection_id, and does so every time.
      return undefined;
    case 'signed-in':
      // A message that we could not take would be replayed. And while we were signed out, the server did not number
      // events, so a resumed stream would look complete although it is not.
      return error instanceof ProtocolError || error instanceof SignedOutError ? undefined : position;
  }
}

/** Whether the token may be the reason, which only REST can tell. */
export function isTokenInDoubt({ stage, error }: Ending): boolean {
  return stage === 'open' || error instanceof SignedOutError || (error instanceof HttpError && error.status === 401);
}

function isClientError(status: number): boolean {
  return status >= 400 && status < 500 && status !== 429;
}
