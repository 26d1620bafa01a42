import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CommandReceiver } from './receiver.ts';

/** Options of {@link toNodeListener}. */
export interface NodeListenerOptions {
  /** Finds the address of the client, behind a proxy for example. @default the address of the socket's other end */
  clientAddress?: ((request: IncomingMessage) => string | undefined) | undefined;
}

/**
 * Makes a listener for `node:http` and Express: `createServer(toNodeListener(receive))`. It never rejects. The receiver
 * limits bodies; set limits for headers and idle sockets on the server itself.
 */
export function toNodeListener(
  receive: CommandReceiver,
  options: NodeListenerOptions = {},
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { clientAddress = request => request.socket.remoteAddress } = options;
  return async (request, response) => {
    try {
      const outcome = await receive({
        method: request.method ?? '',
        headers: request.headers,
        body: request,
        remoteAddress: clientAddress(request),
      });
      const { status, headers, body } = outcome.response;
      // Node would read the rest of the body as the next request.
      const close = request.complete ? {} : { connection: 'close' };
      response.writeHead(status, { ...headers, ...close, 'content-length': Buffer.byteLength(body) });
      response.end(body);
    } catch {
      // Something else has answered already, or `clientAddress` failed.
      response.destroy();
    }
  };
}
