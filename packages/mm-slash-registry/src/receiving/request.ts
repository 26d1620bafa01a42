/** An HTTP request, in a form that every HTTP server can provide. */
export interface CommandRequest {
  /** Such as `POST`. */
  readonly method: string;
  /** By lower-case name, as in `node:http`. The receiver reads `content-type`, `content-length` and `authorization`. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body, whole or in pieces. */
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
  /** The address of the socket's other end; calls without one share their places. */
  readonly remoteAddress: string | undefined;
}

/** The answer to send. */
export interface CommandResponse {
  /** Mattermost shows people an answer only with 200. */
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
}

/** An answer in JSON. Mattermost shows the raw text of an answer with any other content type. */
export function jsonResponse(
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): CommandResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
