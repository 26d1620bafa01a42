/** An error of the API: the body of a REST answer, or the `error` of a reply on the socket. */
export class AppError extends Error {
  /** The HTTP status. */
  readonly status: number;
  /** Mattermost's error id, such as `api.context.permissions.app_error`. */
  readonly id: string;

  constructor(status: number, id: string, message: string) {
    super(message);
    this.name = new.target.name;
    this.status = status;
    this.id = id;
  }
}

/** The server drops the connection without an answer, as it does in some of its bugs. */
export class ConnectionDropped extends Error {}

/** The JSON of an error. `detailed_error` is empty unless the server runs in developer mode. */
export interface ErrorBody {
  readonly id: string;
  readonly message: string;
  readonly detailed_error: string;
  readonly request_id?: string;
  readonly status_code: number;
}

/** The JSON of an error. */
export function errorBody(error: AppError, requestId?: string): ErrorBody {
  const { id, message, status } = error;
  return { id, message, detailed_error: '', ...(requestId && { request_id: requestId }), status_code: status };
}

/** The error of an unknown route: the only one with `detailed_error`, and without a request id. */
export function routeNotFound(path: string): ErrorBody {
  return {
    id: 'api.context.404.app_error',
    message: 'Sorry, we could not find the page.',
    detailed_error: `There doesn't appear to be an api call for the url='${path}'.  Typo? are you missing a team_id or user_id as part of the url?`,
    status_code: 404,
  };
}

/** The error for a token that is missing, wrong, expired, or of a disabled account. */
export function sessionExpired(): AppError {
  return new AppError(401, 'api.context.session_expired.app_error', 'Invalid or expired session, please login again.');
}

/** The error for a missing permission; on most routes also for a channel or post that does not exist. */
export function notPermitted(): AppError {
  return new AppError(403, 'api.context.permissions.app_error', 'You do not have the appropriate permissions.');
}

/** The error for a path parameter with the right characters and a wrong length. */
export function invalidUrlParam(name: string): AppError {
  return new AppError(
    400,
    'api.context.invalid_url_param.app_error',
    `Invalid or missing ${name} parameter in request URL.`,
  );
}

/** The error for an invalid body or field; the server also uses it for some query parameters. */
export function invalidBodyParam(name: string): AppError {
  return new AppError(400, 'api.context.invalid_body_param.app_error', `Invalid or missing ${name} in request body.`);
}

/** The error for a body that is not a list of strings, on routes that take one. */
export function unreadablePayload(): AppError {
  return new AppError(400, 'api.payload.parse.error', 'The list in the body cannot be read.');
}

/** The error for a field that the application refuses, not the API layer. */
export function invalidParam(name: string): AppError {
  return new AppError(400, 'api.context.invalid_param.app_error', `Invalid ${name} parameter.`);
}
