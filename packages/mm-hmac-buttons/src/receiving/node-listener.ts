import type { IncomingMessage, ServerResponse } from 'node:http';
import type { InteractionReceiver } from './receiver.ts';

/**
 * Makes a listener for `node:http`: `createServer(toNodeListener(receive))`. The receiver limits bodies; set limits for
 * headers and idle sockets on the server itself.
 */
export function toNodeListener(
  receive: InteractionReceiver,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const { method = '', url = '/', headers, socket } = request;
    const outcome = await receive({ method, path: url, headers, body: request, remoteAddress: socket.remoteAddress });
    const { status, headers: own, body } = outcome.response;
    // Node would read the rest of the body as the next request.
    const close = request.complete ? {} : { connection: 'close' };
    response.writeHead(status, { ...own, ...close, 'content-length': Buffer.byteLength(body) });
    response.end(body);
  };
}
