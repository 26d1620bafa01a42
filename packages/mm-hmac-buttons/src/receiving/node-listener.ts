import type { IncomingMessage, ServerResponse } from 'node:http';
import type { InteractionReceiver } from './receiver.ts';
import type { InteractionRequest } from './request.ts';

/** Options of {@link toNodeListener}. */
export interface NodeListenerOptions {
  /**
   * Finds the address of the client, for example with your framework's own rules for proxies; with `undefined` the request
   * is refused. Do not set `trustedProxies` of the receiver as well. @default the address of the socket's other end
   */
  clientAddress?: ((request: IncomingMessage) => string | undefined) | undefined;
}

/**
 * Makes a listener for `node:http` and Express: `createServer(toNodeListener(receive))`. It never rejects. The receiver
 * limits bodies; set limits for headers and idle sockets on the server itself.
 */
export function toNodeListener(
  receive: InteractionReceiver,
  options: NodeListenerOptions = {},
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { clientAddress = request => request.socket.remoteAddress } = options;
  return async (request, response) => {
    try {
      const outcome = await receive({
        method: request.method ?? '',
        path: pathOf(request),
        headers: request.headers,
        body: bodyOf(request),
        remoteAddress: clientAddress(request),
      });
      const { status, headers, body } = outcome.response;
      // Node would read the rest of the body as the next request.
      const close = request.complete ? {} : { connection: 'close' };
      response.writeHead(status, { ...headers, ...close, 'content-length': Buffer.byteLength(body) });
      response.end(body);
    } catch {
      fail(response);
    }
  };
}

/** Express cuts the path of a mounted listener from `url`, and keeps it in `originalUrl`. */
function pathOf(request: IncomingMessage & { readonly originalUrl?: unknown }): string {
  return typeof request.originalUrl === 'string' ? request.originalUrl : (request.url ?? '/');
}

/** The stream, or what a body parser such as `express.json()` has already read from it. */
function bodyOf(request: IncomingMessage & { readonly body?: unknown }): InteractionRequest['body'] {
  if (!request.readableEnded) return request;
  const { body } = request;
  if (body instanceof Uint8Array) return body;
  if (body === undefined || body === null) return new Uint8Array();
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Something else has answered already, or `clientAddress` failed. */
function fail(response: ServerResponse): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(500, { 'content-type': 'application/json', connection: 'close' });
  response.end('{"error":"Internal Server Error"}');
}
