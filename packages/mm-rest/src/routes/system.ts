import type { CallOptions } from '../options.ts';
import { type ClientConfig, clientConfigSchema, type Ping, pingSchema } from '../schemas/system.ts';
import type { Send } from '../send.ts';

/** The server itself. */
export interface SystemRoutes {
  /** Whether the server is up; says nothing about the token. */
  ping(call?: CallOptions): Promise<Ping>;
  /** The server's version and limits, as far as this account is shown them. */
  clientConfig(call?: CallOptions): Promise<ClientConfig>;
}

export function systemRoutes(send: Send): SystemRoutes {
  return {
    ping: async call => send({ method: 'GET', path: '/system/ping', schema: pingSchema }, call),
    clientConfig: async call =>
      send({ method: 'GET', path: '/config/client', query: { format: 'old' }, schema: clientConfigSchema }, call),
  };
}
