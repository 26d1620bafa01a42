import type { ResolvedOptions } from './options.ts';
import { messageOf, redact } from './redact.ts';
import { usersMeUrl } from './urls.ts';

/** What the server thinks of the token; `unknown` when it could not be asked. */
export type TokenVerdict = 'accepted' | 'refused' | 'unknown';

/**
 * Asks `GET /users/me` whether the token is good.
 *
 * The socket cannot tell: Mattermost upgrades a connection with a bad token like any other, and drops it 5 s later
 * without a reason. Only a 401 counts as refused; whatever else goes wrong may be over the next time.
 */
export async function checkToken(
  options: Pick<ResolvedOptions, 'baseUrl' | 'token' | 'fetch' | 'logger' | 'signInTimeoutMs'>,
  signal: AbortSignal,
): Promise<TokenVerdict> {
  const { token, fetch, logger } = options;
  try {
    const response = await fetch(usersMeUrl(options.baseUrl), {
      headers: { Authorization: `Bearer ${token}`, Accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(options.signInTimeoutMs)]),
    });
    await response.body?.cancel();
    if (response.status === 401) return 'refused';
    if (response.ok) return 'accepted';
    logger.debug(`could not check the token: GET /users/me answered ${response.status}`);
  } catch (error) {
    if (!signal.aborted) logger.debug(`could not check the token: ${redact(messageOf(error), token)}`);
  }
  return 'unknown';
}
