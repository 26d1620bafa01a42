import { isIP } from 'node:net';
import { type CallbackUrlVerdict, checkCallbackUrl } from '../../../../common/callbacks/callback-url.ts';
import { requirePositive } from '../../../../common/callbacks/options.ts';

/** Where your process receives calls, and what you know about the server. */
export interface CallbackUrlSettings {
  /** The whole address, when the server reaches your process at another one than below, such as through a proxy. */
  readonly url?: string | undefined;
  /** The address on which your process listens. A wildcard such as `0.0.0.0` or `::` becomes `localhost`. @default 'localhost' */
  readonly host?: string | undefined;
  /** The port on which your process listens. */
  readonly port: number;
  /** The path at which your process receives calls; a slash in front is added. */
  readonly path: string;
  /** Whether your process listens with TLS. @default false */
  readonly tls?: boolean | undefined;
  /** The address of the Mattermost server, for the verdict. */
  readonly serverUrl?: string | undefined;
}

/** The address to give to Mattermost, and what may be wrong with it. */
export interface ResolvedCallbackUrl extends CallbackUrlVerdict {
  /** The address. Do not give it to Mattermost unless it is `usable`. */
  readonly url: string;
}

/** Finds the address that Mattermost will call, and checks it. Nothing is called. @throws TypeError for a wrong port. */
export function resolveCallbackUrl(settings: CallbackUrlSettings): ResolvedCallbackUrl {
  const { host = 'localhost', path, tls = false, serverUrl } = settings;
  const given = settings.url?.trim();
  if (given) return { url: given, ...checkCallbackUrl(given, { serverUrl }) };
  const port = requirePositive('port', settings.port);
  const trimmed = path.trim();
  const origin = `${tls ? 'https' : 'http'}://${reachableHost(host)}:${port}`;
  const url = `${origin}${trimmed.startsWith('/') ? trimmed : `/${trimmed}`}`;
  return { url, ...checkCallbackUrl(url, { serverUrl }) };
}

const wildcards: ReadonlySet<string> = new Set(['', '*', '0.0.0.0', '::', '0:0:0:0:0:0:0:0']);

/** No one can call a wildcard address; IPv6 addresses need brackets. */
function reachableHost(host: string): string {
  const plain = host.trim().replace(/^\[(.*)\]$/, '$1');
  if (wildcards.has(plain)) return 'localhost';
  // A zone such as `%eth0` means something on this machine only.
  const [unzoned = ''] = plain.split('%', 1);
  return isIP(unzoned) === 6 ? `[${unzoned}]` : plain;
}
