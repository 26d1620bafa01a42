/** A refusal, as the server answers it: over REST as the whole body, over the socket as a reply's `error`. */
export class AppError extends Error {
  /** The HTTP status. */
  readonly status: number;
  /** Mattermost's name for the error, such as `api.context.permissions.app_error`. */
  readonly id: string;

  constructor(status: number, id: string, message: string) {
    super(message);
    this.name = new.target.name;
    this.status = status;
    this.id = id;
  }
}

/** The server drops the connection without an answer; some of its bugs look like this from outside. */
export class ConnectionDropped extends Error {}

/** The JSON of a refused request. `detailed_error` is blank unless the server runs in developer mode. */
export interface ErrorBody {
  readonly id: string;
  readonly message: string;
  readonly detailed_error: string;
  readonly request_id?: string;
  readonly status_code: number;
}

/** An error as it is answered. */
export function errorBody(error: AppError, requestId?: string): ErrorBody {
  const { id, message, status } = error;
  return { id, message, detailed_error: '', ...(requestId && { request_id: requestId }), status_code: status };
}

/** No route matches: the one error with `detailed_error`, and without a request id. */
export function routeNotFound(path: string): ErrorBody {
  return {
    id: 'api.context.404.app_error',
    message: 'Sorry, we could not find the page.',
    detailed_error: `There doesn't appear to be an api call for the url='${path}'.  Typo? are you missing a team_id or user_id as part of the url?`,
    status_code: 404,
  };
}

/** The token is bad, expired, of a disabled account, or missing. */
export function sessionExpired(): AppError {
  return new AppError(401, 'api.context.session_expired.app_error', 'Invalid or expired session, please login again.');
}

/** Not allowed; on most routes also the answer for a channel or post that does not exist. */
export function notPermitted(): AppError {
  return new AppError(403, 'api.context.permissions.app_error', 'You do not have the appropriate permissions.');
}

/** An id in the path is well-formed but cannot be an id. */
export function invalidUrlParam(name: string): AppError {
  return new AppError(
    400,
    'api.context.invalid_url_param.app_error',
    `Invalid or missing ${name} parameter in request URL.`,
  );
}

/** The body, one of its fields, or (as odd as it is) a query value cannot be used. */
export function invalidBodyParam(name: string): AppError {
  return new AppError(400, 'api.context.invalid_body_param.app_error', `Invalid or missing ${name} in request body.`);
}

/** A field was refused by the application rather than by the API layer. */
export function invalidParam(name: string): AppError {
  return new AppError(400, 'api.context.invalid_param.app_error', `Invalid ${name} parameter.`);
}
