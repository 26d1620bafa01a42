import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** Begins to listen on 127.0.0.1. */
export function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/**
 * Drops every connection and frees the port; nothing happens when that was done before. `upgraded` are those
 * connections that the server itself no longer knows of.
 */
export function close(server: Server, upgraded: Iterable<Duplex>): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    // Not at once: answers that were just written must leave first.
    setImmediate(() => {
      server.closeAllConnections();
      for (const stream of upgraded) stream.destroy();
    });
  });
}
