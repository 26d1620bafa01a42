// Sends prepared WebSocket frames as fast as the client reads them, so that only the cost of the clients is measured.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { eventFrame, helloFrame, type Mix } from './bodies.ts';
import { answer } from './far-end.ts';

interface Burst {
  readonly mix: Mix;
  /** The number of the first event, and the number after the last. */
  readonly from: number;
  readonly to: number;
}

const http = createServer((_, response) => response.writeHead(404).end());
const server = new WebSocketServer({ server: http });
let latest: Socket | undefined;
let streams = 0;

server.on('connection', (client, request) => {
  latest = request.socket;
  client.send(helloFrame(`stream${String(++streams).padStart(20, '0')}`));
  client.on('message', message => reply(client, message.toString()));
});

function reply(client: WebSocket, message: string): void {
  const { seq } = JSON.parse(message) as { seq: number };
  const data = { text: 'pong', version: '11.1.0', server_time: Date.now(), node_id: '' };
  client.send(JSON.stringify({ status: 'OK', data, seq_reply: seq }));
}

/** Writes the frames without `ws`, so that sending them costs nothing more. */
function prepare({ mix, from, to }: Burst): Buffer {
  const parts: Buffer[] = [];
  for (let seq = from; seq < to; seq++) {
    const payload = Buffer.from(eventFrame(mix, seq));
    const head = Buffer.alloc(payload.length < 126 ? 2 : 4);
    head[0] = 0x81;
    if (payload.length < 126) head[1] = payload.length;
    else head.writeUInt16BE(payload.length, head.writeUInt8(126, 1));
    parts.push(head, payload);
  }
  return Buffer.concat(parts);
}

let prepared: { readonly key: string; readonly bytes: Buffer } = { key: '', bytes: Buffer.alloc(0) };

function make(burst: Burst): void {
  const key = JSON.stringify(burst);
  if (prepared.key !== key) prepared = { key, bytes: prepare(burst) };
}

await once(http.listen(0, '127.0.0.1'), 'listening');
answer(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, {
  prepare: make,
  send(burst: Burst) {
    make(burst);
    latest?.write(prepared.bytes);
  },
});
