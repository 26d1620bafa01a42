import { openSocket, type SocketOptions } from '@clawmost/mm-ws';
import { resolvePinnedHostnameWithPolicy, type SsrFPolicy } from 'openclaw/plugin-sdk/ssrf-runtime';

/**
 * Opens the event stream under OpenClaw's SSRF guard: the guard resolves the name and checks the address, and the socket
 * connects to that address. A DNS server cannot give another address after the check.
 */
export function createGuardedConnect(policy: SsrFPolicy | undefined): NonNullable<SocketOptions['connect']> {
  return async (url, init) => {
    const { hostname } = new URL(url);
    const { lookup } = await resolvePinnedHostnameWithPolicy(hostname, {
      ...(policy && { policy }),
      signal: init.signal,
    });
    return openSocket(url, { ...init, lookup });
  };
}
