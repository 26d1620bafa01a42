import type { ServerResponse } from 'node:http';
import type { HttpAnswer } from './answer-request.ts';
import type { Strike } from './faults.ts';

/** Ends a request as a fault wants it; `acted` is what the server would have answered. */
export function strikeResponse(strike: Strike, response: ServerResponse, acted?: HttpAnswer): void {
  const { socket } = response;
  if (strike.kind === 'answer') {
    const { status, headers = {}, body = '' } = strike.answer;
    response.writeHead(status, headers).end(body);
  } else if (strike.kind === 'cut' && acted) {
    const body = Buffer.from(acted.body);
    response.writeHead(acted.status, { ...acted.headers, 'Content-Length': String(body.length) });
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => socket?.destroy());
  } else if (strike.kind === 'reset') {
    // Without a goodbye on any level: the client sees ECONNRESET.
    socket?.resetAndDestroy();
  } else {
    socket?.destroy();
  }
}
