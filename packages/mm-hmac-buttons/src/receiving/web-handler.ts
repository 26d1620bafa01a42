import type { InteractionReceiver } from './receiver.ts';

/** What your server or framework knows about the connection of a web `Request`. */
export interface WebConnection {
  /** The address of the socket's other end. */
  remoteAddress: string | undefined;
}

/** Makes a handler from a web `Request` to a web `Response`, for frameworks that use these. */
export function toWebHandler(
  receive: InteractionReceiver,
): (request: Request, connection: WebConnection) => Promise<Response> {
  return async (request, { remoteAddress }) => {
    const { method, url, headers, body } = request;
    const { response } = await receive({
      method,
      path: new URL(url).pathname,
      headers: Object.fromEntries(headers),
      body: body ?? new Uint8Array(),
      remoteAddress,
    });
    return new Response(response.body, { status: response.status, headers: response.headers });
  };
}
