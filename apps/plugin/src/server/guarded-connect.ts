import { openSocket, type SocketOptions } from '@clawmost/mm-ws';
import { resolvePinnedHostnameWithPolicy, type SsrFPolicy } from 'openclaw/plugin-sdk/ssrf-runtime';

/**
 * Opens the event stream under the host's SSRF guard: the name is resolved and checked first, and the socket is dialled
 * to the checked address, so that a name which changes its answer in between gains nothing.
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
