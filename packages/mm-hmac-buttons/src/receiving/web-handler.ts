import { unexpected } from '../../../../common/callbacks/options.ts';
import type { InteractionReceiver } from './receiver.ts';

/** What your server or framework knows about the connection of a web `Request`. */
export interface WebConnection {
  /** The address of the socket's other end, or of the client if your framework finds it. Without it, nothing is accepted. */
  remoteAddress: string | undefined;
}

/**
 * Makes a handler from a web `Request` to a web `Response`, for frameworks that use these.
 *
 * The handler throws a TypeError when it is called without the second argument, because a `Request` does not contain the
 * sender's address.
 */
export function toWebHandler(
  receive: InteractionReceiver,
): (request: Request, connection: WebConnection) => Promise<Response> {
  return async (request, connection: WebConnection | undefined) => {
    if (connection === undefined || !('remoteAddress' in connection)) {
      throw unexpected('connection', '{ remoteAddress } as the second argument', connection);
    }
    const { method, url, headers, body } = request;
    const { response } = await receive({
      method,
      path: new URL(url).pathname,
      headers: Object.fromEntries(headers),
      body: body ?? new Uint8Array(),
      remoteAddress: connection.remoteAddress,
    });
    return new Response(response.body, { status: response.status, headers: response.headers });
  };
}
