import { createRestClient, type RestClient, type RestOptions } from '@clawmost/mm-rest';
import type { MattermostAccount } from '../config/accounts.ts';
import { createGuardedFetch, networkPolicy } from './guarded-fetch.ts';

/**
 * Makes a client of the server of an account, which reaches private addresses only as the account allows.
 *
 * @throws Error when the account has no token or no address; `missingSetting` says which setting is missing
 */
export function createAccountRest(
  account: Pick<MattermostAccount, 'baseUrl' | 'botToken' | 'allowPrivateNetwork'>,
  options: Omit<Partial<RestOptions>, 'baseUrl' | 'token' | 'fetch'> = {},
): RestClient {
  const { baseUrl, botToken: token } = account;
  if (!baseUrl || !token) throw new Error('The account has no token or no address.');
  return createRestClient({ ...options, baseUrl, token, fetch: createGuardedFetch(networkPolicy(account)) });
}
