import type { Fetch } from '@clawmost/mm-rest';
import {
  fetchWithSsrFGuard,
  type SsrFPolicy,
  ssrfPolicyFromPrivateNetworkOptIn,
} from 'openclaw/plugin-sdk/ssrf-runtime';
import { uploadGuarded } from './guarded-upload.ts';

/** What OpenClaw's guard lets an account reach: public addresses, and private ones only with the setting for them. */
export function networkPolicy(account: { readonly allowPrivateNetwork: boolean }): SsrFPolicy | undefined {
  return ssrfPolicyFromPrivateNetworkOptIn(account.allowPrivateNetwork);
}

/**
 * Returns a `fetch` that sends every request through OpenClaw's SSRF guard: the guard resolves the name, checks the
 * addresses and connects to a checked one. It refuses redirects, so that the token reaches no other server.
 */
export function createGuardedFetch(policy: SsrFPolicy | undefined): Fetch {
  return async (url, init) => {
    const { body } = init;
    if (body instanceof ReadableStream) return uploadGuarded(url, { ...init, body }, policy);
    try {
      const { response, release } = await fetchWithSsrFGuard({
        url,
        init,
        ...(init.signal && { signal: init.signal }),
        ...(policy && { policy }),
        maxRedirects: 0,
        auditContext: 'mattermost-api',
      });
      return releaseWithBody(response, release);
    } catch (error) {
      // The client explains a redirect by its status; the guard does not tell where it leads.
      if (isRedirect(error)) return new Response(null, { status: error.status });
      throw error;
    }
  };
}

function isRedirect(error: unknown): error is { readonly status: number } {
  return error instanceof Error && error.name === 'GuardedFetchRedirectError' && 'status' in error;
}

/** The guard holds one connection per request. It is released when the body was read or cancelled, or is absent. */
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
