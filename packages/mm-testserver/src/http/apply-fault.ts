import type { ServerResponse } from 'node:http';
import type { HttpAnswer } from './answer-request.ts';
import type { FaultEffect } from './faults.ts';

/** Ends a request with the effect of a fault; `acted` is the answer that the server would have sent. */
export function applyFault(effect: FaultEffect, response: ServerResponse, acted?: HttpAnswer): void {
  const { socket } = response;
  if (effect.kind === 'answer') {
    const { status, headers = {}, body = '' } = effect.answer;
    response.writeHead(status, headers).end(body);
  } else if (effect.kind === 'cut' && acted) {
    const body = Buffer.from(acted.body);
    response.writeHead(acted.status, { ...acted.headers, 'Content-Length': String(body.length) });
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => socket?.destroy());
  } else if (effect.kind === 'reset') {
    // A TCP reset: the client sees ECONNRESET.
    socket?.resetAndDestroy();
  } else {
    socket?.destroy();
  }
}
