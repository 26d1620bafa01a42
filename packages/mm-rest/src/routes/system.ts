import type { CallOptions } from '../options.ts';
import { type ClientConfig, clientConfigSchema, type Ping, pingSchema } from '../schemas/system.ts';
import type { Send } from '../send.ts';
import { readServerVersion, type ServerVersion } from '../server-version.ts';

/** The server itself. */
export interface SystemRoutes {
  /** Whether the server is up; says nothing about the token. */
  ping(call?: CallOptions): Promise<Ping>;
  /** The server's version and limits, as far as this account is shown them. */
  clientConfig(call?: CallOptions): Promise<ClientConfig>;
  /** Which Mattermost the server runs, read from `clientConfig`; `undefined` when the server does not say it. */
  version(call?: CallOptions): Promise<ServerVersion | undefined>;
}

export function systemRoutes(send: Send): SystemRoutes {
  const clientConfig: SystemRoutes['clientConfig'] = async call =>
    send({ method: 'GET', path: '/config/client', query: { format: 'old' }, schema: clientConfigSchema }, call);
  return {
    ping: async call => send({ method: 'GET', path: '/system/ping', schema: pingSchema }, call),
    clientConfig,
    version: async call => readServerVersion((await clientConfig(call)).Version),
  };
}
