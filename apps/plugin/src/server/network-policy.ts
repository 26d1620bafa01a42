import { type SsrFPolicy, ssrfPolicyFromPrivateNetworkOptIn } from 'openclaw/plugin-sdk/ssrf-runtime';

/** What the host's guard lets an account reach: public addresses, and private ones only after opting in. */
export function networkPolicy(account: { readonly allowPrivateNetwork: boolean }): SsrFPolicy | undefined {
  return ssrfPolicyFromPrivateNetworkOptIn(account.allowPrivateNetwork);
}
