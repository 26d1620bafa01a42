import type { InteractionReceiver } from './receiver.ts';

/** What a web `Request` does not say about itself. */
export interface WebCall {
  /** The address of the socket's other end, from your server or framework. */
  remoteAddress: string | undefined;
}

/** Makes a function from a web `Request` to a web `Response`, for frameworks that have these. */
export function toWebHandler(receive: InteractionReceiver): (request: Request, call: WebCall) => Promise<Response> {
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
