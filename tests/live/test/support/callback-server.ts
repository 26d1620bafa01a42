import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** The name or address at which a server on another machine calls this one back. */
export const callbackHost: string | undefined = process.env['MATTERMOST_LIVE_CALLBACK_HOST'] || undefined;

/** Serves what Mattermost calls, until the test ends; resolves to the address that the server can reach. */
export async function openCallbackServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>(resolve => server.listen(0, callbackHost ? undefined : '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return `http://${callbackHost ?? '127.0.0.1'}:${port}`;
}
