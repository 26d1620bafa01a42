import type { Server } from 'node:http';

/** Begins to listen on 127.0.0.1. */
export function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Drops every connection and frees the port; nothing happens when that was done before. */
export function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    // Not at once: answers that were just written must leave first.
    setImmediate(() => server.closeAllConnections());
  });
}
