/** A request as any HTTP server can hand it over. */
export interface InteractionRequest {
  /** Such as `POST`. */
  readonly method: string;
  /** The path, with or without a query. */
  readonly path: string;
  /** By lower-case name, as `node:http` has them. Only `content-length` and `x-forwarded-for` are looked at. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body, whole or in pieces; pieces are read only once the sender is known to be allowed. */
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
  /** The address of the socket's other end; without it, no sender is allowed. */
  readonly remoteAddress: string | undefined;
}

/** What to answer. */
export interface InteractionResponse {
  /** Exactly 200 for what Mattermost is to take for a success. */
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
