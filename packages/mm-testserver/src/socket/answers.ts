import { AppError } from '../errors.ts';
import { userOfToken } from '../world/tokens.ts';
import type { World } from '../world/world.ts';
import { type Action, actions, unknownAction } from './actions.ts';
import { failReply, okReply, type SocketRequest } from './frames.ts';

/** The client that sends a request. */
export interface Requester {
  readonly userId: string;
  readonly token: string;
  signedIn(): boolean;
}

/** Handles a request over the socket; returns the reply. */
export function answerTo(world: World, request: SocketRequest, requester: Requester): string {
  const { seq, data } = request;
  try {
    return okReply(seq, actionFor(world, request, requester)(world, requester.userId, data));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return failReply(seq, error);
  }
}

function actionFor(world: World, { seq, action }: SocketRequest, requester: Requester): Action {
  if (action === '') {
    throw new AppError(400, 'api.web_socket_router.no_action.app_error', 'The request names no action.');
  }
  if (seq <= 0)
    throw new AppError(400, 'api.web_socket_router.bad_seq.app_error', 'The seq of a request is 1 or more.');
  if (!requester.signedIn()) throw notAuthenticated();
  const found = Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (!found) throw unknownAction();
  // A socket with a revoked token may still get events, but no answers. The real server's error contains the token.
  if (userOfToken(world, requester.token) === undefined) {
    throw new AppError(401, 'api.context.invalid_token.error', `Invalid session token=${requester.token}, err=`);
  }
  return found;
}

function notAuthenticated(): AppError {
  return new AppError(
    401,
    'api.web_socket_router.not_authenticated.app_error',
    'WebSocket connection is not authenticated. Please log in and try again.',
  );
}
