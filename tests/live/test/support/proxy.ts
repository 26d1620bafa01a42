import { once } from 'node:events';
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** A proxy in front of a server, which can break connections as networks do. */
export interface UnreliableProxy {
  /** The address of the server, by way of the proxy. */
  readonly url: string;
  /** Breaks every WebSocket without a close frame, and every new one until the returned function is called. */
  cutSockets(): () => void;
  /**
   * Lets the next request with this method and path reach the server, and breaks its connection instead of passing the
   * response on. Resolves when that has happened.
   */
  loseResponse(method: string, path: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts a proxy on loopback, below a path of it. */
export async function startProxy(target: string, prefix = ''): Promise<UnreliableProxy> {
  const sockets = new Set<Duplex>();
  let isCut = false;
  let losing: { method: string; path: string; lost: () => void } | undefined;

  const ask = target.startsWith('https:') ? https.request : http.request;
  function forward({ url = '', method, headers }: IncomingMessage): ClientRequest | undefined {
    if (!url.startsWith(`${prefix}/`)) return undefined;
    return ask(`${target}${url.slice(prefix.length)}`, { method, headers: { ...headers, host: new URL(target).host } });
  }

  /** What to call when the response to this request has been lost; `undefined` when it is to be passed on. */
  function takeLost({ method, url }: IncomingMessage): (() => void) | undefined {
    if (losing?.method !== method || url !== `${prefix}${losing?.path}`) return undefined;
    const { lost } = losing ?? {};
    losing = undefined;
    return lost;
  }

  const server = http.createServer((request, response) => {
    const onward = forward(request);
    if (!onward) return void response.writeHead(404).end('not here');
    const lost = takeLost(request);
    onward.on('error', () => response.destroy());
    onward.on('response', answer => {
      if (!lost) return void answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers));
      answer.resume().once('end', () => {
        response.destroy();
        lost();
      });
    });
    request.pipe(onward);
  });

  server.on('upgrade', (request, socket) => {
    const onward = isCut ? undefined : forward(request);
    if (!onward) return void socket.destroy();
    socket.on('error', () => onward.destroy());
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
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    onward.end();
  });

  await once(server.listen(0, '127.0.0.1'), 'listening');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`,
    cutSockets() {
      isCut = true;
      cut();
      return () => {
        isCut = false;
      };
    },
    loseResponse(method, path) {
      const { promise, resolve } = Promise.withResolvers<void>();
      losing = { method, path, lost: resolve };
      return promise;
    },
    close() {
      cut();
      server.closeAllConnections();
      return new Promise(resolve => server.close(() => resolve()));
    },
  };
}
