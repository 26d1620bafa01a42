import { AppError } from '../errors.ts';
import { userOfToken } from '../world/tokens.ts';
import type { World } from '../world/world.ts';
import { type Action, actions } from './actions.ts';
import { failReply, okReply, type SocketRequest } from './frames.ts';

/** Who is asking. */
export interface Asker {
  readonly userId: string;
  readonly token: string;
  signedIn(): boolean;
}

/** Does what a request asks for, and returns the reply. */
export function answerTo(world: World, request: SocketRequest, asker: Asker): string {
  const { seq, data } = request;
  try {
    return okReply(seq, actionFor(world, request, asker)(world, asker.userId, data));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return failReply(seq, error);
  }
}

function actionFor(world: World, { seq, action }: SocketRequest, asker: Asker): Action {
  if (action === '') {
    throw new AppError(400, 'api.web_socket_router.no_action.app_error', 'The request names no action.');
  }
  if (seq <= 0)
    throw new AppError(400, 'api.web_socket_router.bad_seq.app_error', 'The seq of a request is 1 or more.');
  if (!asker.signedIn()) throw notAuthenticated();
  const found = Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (!found) throw new AppError(500, 'api.web_socket_router.bad_action.app_error', 'Unknown WebSocket action.');
  // A socket whose token was revoked may still get events, and no answers; the refusal repeats the token in clear.
  if (userOfToken(world, asker.token) === undefined) {
    throw new AppError(401, 'api.context.invalid_token.error', `Invalid session token=${asker.token}, err=`);
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
