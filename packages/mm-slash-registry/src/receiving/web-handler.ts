import type { CommandReceiver } from './receiver.ts';

/** What your server or framework knows about the connection of a web `Request`. */
export interface WebConnection {
  /** The address of the client. Calls without one share their places. */
  readonly remoteAddress?: string | undefined;
}

/** Makes a handler from a web `Request` to a web `Response`, for frameworks that use these. It never rejects. */
export function toWebHandler(
  receive: CommandReceiver,
): (request: Request, connection?: WebConnection) => Promise<Response> {
  return async ({ method, headers, body }, { remoteAddress } = {}) => {
    const { response } = await receive({
      method,
      headers: Object.fromEntries(headers),
      body: body ?? new Uint8Array(),
      remoteAddress,
    });
    return new Response(response.body, { status: response.status, headers: response.headers });
  };
}
