import type { Fetch } from '@clawmost/mm-rest';
import {
  fetchWithSsrFGuard,
  type SsrFPolicy,
  ssrfPolicyFromPrivateNetworkOptIn,
} from 'openclaw/plugin-sdk/ssrf-runtime';

/** What the host's guard lets an account reach: public addresses, and private ones only after opting in. */
export function networkPolicy(account: { readonly allowPrivateNetwork: boolean }): SsrFPolicy | undefined {
  return ssrfPolicyFromPrivateNetworkOptIn(account.allowPrivateNetwork);
}

/**
 * A `fetch` whose every request goes through the host's SSRF guard: the name is resolved, the addresses are checked
 * and the checked one is dialled. Redirects are refused, so that a token never follows one.
 */
export function createGuardedFetch(policy: SsrFPolicy | undefined): Fetch {
  return async (url, init) => {
    const { response, release } = await fetchWithSsrFGuard({
      url,
      init,
      ...(init.signal && { signal: init.signal }),
      ...(policy && { policy }),
      maxRedirects: 0,
      auditContext: 'mattermost-api',
    });
    return releaseWithBody(response, release);
  };
}

/** The guard holds a connection per request: it is let go once the body has been read, refused or found absent. */
function releaseWithBody(response: Response, release: () => Promise<void>): Response {
  if (response.body === null) {
    void release();
    return response;
  }
  const reader = response.body.getReader();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        controller.close();
      } catch (error) {
        controller.error(error);
      }
      await release();
    },
    async cancel(reason) {
      await reader.cancel(reason);
      await release();
    },
  });
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
}
