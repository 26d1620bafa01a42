import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** Puts a server below a path of another address, as a proxy does, until the test ends. */
export async function belowPath(target: string, prefix: string): Promise<string> {
  const ask = target.startsWith('https:') ? https.request : http.request;
  const forward = ({ url = '', method, headers }: IncomingMessage) =>
    ask(`${target}${url.slice(prefix.length)}`, { method, headers: { ...headers, host: new URL(target).host } });

  const proxy = http.createServer((request, response) => {
    if (!request.url?.startsWith(`${prefix}/`)) return void response.writeHead(404).end('not here');
    const onward = forward(request);
    onward.on('error', () => response.destroy());
    onward.on('response', answer => answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers)));
    request.pipe(onward);
  });
  proxy.on('upgrade', (request, socket) => {
    if (!request.url?.startsWith(`${prefix}/`)) return void socket.destroy();
    const onward = forward(request);
    onward.on('error', () => socket.destroy());
    onward.on('response', () => socket.destroy());
    onward.on('upgrade', (answer, upstream, head) => {
      const lines = answer.rawHeaders.map((text, at) => (at % 2 === 0 ? `${text}: ` : `${text}\r\n`));
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('')}\r\n`);
      socket.write(head);
      for (const [from, to] of [
        [socket, upstream],
        [upstream, socket],
      ] as const) {
        from.on('error', () => to.destroy()).on('close', () => to.destroy());
        from.pipe(to);
      }
    });
    onward.end();
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    proxy.closeAllConnections();
    return new Promise(resolve => proxy.close(() => resolve()));
  });
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}${prefix}`;
}
