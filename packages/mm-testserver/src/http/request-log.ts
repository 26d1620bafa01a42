/** A request that the server has answered. */
export interface LoggedRequest {
  /** Such as `POST`. */
  readonly method: string;
  /** With the query, but without a token in it, such as `/api/v4/posts?page=0`. */
  readonly path: string;
  /** The HTTP status; 101 for a socket, 0 for a connection that was dropped without an answer. */
  readonly status: number;
  /** The caller; `undefined` without a valid session. */
  readonly username: string | undefined;
}

/** The last requests, oldest first. */
export interface RequestLog {
  readonly requests: readonly LoggedRequest[];
  add(request: LoggedRequest): void;
}

const capacity = 1_000;

/** Creates a log of the last 1,000 requests. */
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
