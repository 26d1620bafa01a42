import type { IncomingMessage, ServerResponse } from 'node:http';
import type { InteractionReceiver } from './receiver.ts';

/**
 * Makes a listener for `node:http`: `createServer(toNodeListener(receive))`. Limits of the receiver hold; those for
 * headers and idle sockets are the server's own.
 */
export function toNodeListener(
  receive: InteractionReceiver,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const { method = '', url = '/', headers, socket } = request;
    const call = await receive({ method, path: url, headers, body: request, remoteAddress: socket.remoteAddress });
    const { status, headers: own, body } = call.response;
    // What was not read would be taken for the next request.
    const close = request.complete ? {} : { connection: 'close' };
    response.writeHead(status, { ...own, ...close, 'content-length': Buffer.byteLength(body) });
    response.end(body);
  };
}
