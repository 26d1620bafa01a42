/** A request that the server has answered. */
export interface LoggedRequest {
  /** Such as `POST`. */
  readonly method: string;
  /** With its query, but without a token in it: `/api/v4/posts`. */
  readonly path: string;
  /** The HTTP status; 101 for a socket that was opened, 0 for a connection that was dropped without an answer. */
  readonly status: number;
  /** Who was calling; `undefined` for one who was not signed in. */
  readonly username: string | undefined;
}

/** The last requests, oldest first. */
export interface RequestLog {
  readonly requests: readonly LoggedRequest[];
  add(request: LoggedRequest): void;
}

const capacity = 1_000;

/** Keeps the last thousand. */
export function createRequestLog(): RequestLog {
  const requests: LoggedRequest[] = [];
  return {
    requests,
    add({ path, ...request }) {
      requests.push({ ...request, path: path.replace(/([?&]access_token=)[^&]*/g, '$1…') });
      if (requests.length > capacity) requests.shift();
    },
  };
}
