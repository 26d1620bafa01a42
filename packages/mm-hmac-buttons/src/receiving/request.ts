/** An HTTP request, in a form that every HTTP server can provide. */
export interface InteractionRequest {
  /** Such as `POST`. */
  readonly method: string;
  /** The path, with or without a query. */
  readonly path: string;
  /** By lower-case name, as in `node:http`. The receiver reads only `content-length` and `x-forwarded-for`. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body, whole or in pieces. The receiver reads pieces only after it has allowed the sender. */
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
  /** The address of the socket's other end. Without it, the receiver refuses the request. */
  readonly remoteAddress: string | undefined;
}

/** The answer to send. */
export interface InteractionResponse {
  /** Mattermost accepts only 200 as a success. */
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
}

/** An answer in JSON. */
export function jsonResponse(
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): InteractionResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
