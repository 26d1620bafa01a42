import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** Listens on 127.0.0.1. */
export function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/**
 * Drops every connection and frees the port. Does nothing the second time. Node's server does not track the connections
 * in `upgraded`, so they are dropped separately.
 */
export function close(server: Server, upgraded: Iterable<Duplex>): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    // Not at once, so that answers which were just written are sent first.
    setImmediate(() => {
      server.closeAllConnections();
      for (const stream of upgraded) stream.destroy();
    });
  });
}
