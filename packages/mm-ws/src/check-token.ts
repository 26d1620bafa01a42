import type { ResolvedOptions } from './options.ts';
import { raceAbort } from './promises.ts';
import { messageOf, redact } from './redact.ts';
import { usersMeUrl } from './urls.ts';

/** The server's answer about the token; `unknown` when the server could not be asked. */
export type TokenVerdict = 'accepted' | 'refused' | 'unknown';

/**
 * Asks `GET /users/me` whether the token is good.
 *
 * The socket cannot tell: Mattermost upgrades a connection with a bad token like any other, and drops it 5 s later
 * without a reason. Only a 401 of Mattermost's own counts as refused, recognised by the error id in its JSON: a proxy in
 * front may answer 401 too, and that, like any other failure, may be over the next time.
 */
export async function checkToken(
  options: Pick<ResolvedOptions, 'baseUrl' | 'token' | 'fetch' | 'logger' | 'signInTimeoutMs'>,
  signal: AbortSignal,
): Promise<TokenVerdict> {
  const { token, fetch, logger } = options;
  try {
    const timeLimit = AbortSignal.any([signal, AbortSignal.timeout(options.signInTimeoutMs)]);
    const asked = fetch(usersMeUrl(options.baseUrl), {
      headers: { Authorization: `Bearer ${token}`, Accept: 'application/json' },
      redirect: 'error',
      signal: timeLimit,
    });
    const response = await raceAbort(asked, timeLimit);
    if (response.status === 401 && isMattermostError(await raceAbort(readStart(response), timeLimit))) return 'refused';
    if (response.body?.locked === false) response.body.cancel().catch(() => {});
    if (response.ok) return 'accepted';
    const detail = response.status === 401 ? ', but not from Mattermost: does a proxy ask for a sign-in?' : '';
    logger.warn(`could not check the token: GET /users/me answered ${response.status}${detail}`);
  } catch (error) {
    if (!signal.aborted) logger.warn(`could not check the token: ${redact(messageOf(error), token)}`);
  }
  return 'unknown';
}

const maxErrorBytes = 16 * 1024;

/** The beginning of the body, long enough for any error of Mattermost's. */
async function readStart(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let bytes = 0; reader !== undefined && bytes <= maxErrorBytes; ) {
    const { done, value } = await reader.read();
    if (done) return text;
    bytes += value.length;
    text += decoder.decode(value, { stream: true });
  }
  await reader?.cancel();
  return text;
}

/** Every error of Mattermost's has an id, such as `api.context.session_expired.app_error`. */
function isMattermostError(body: string): boolean {
  try {
    const error: unknown = JSON.parse(body);
    if (typeof error !== 'object' || error === null || !('id' in error)) return false;
    return typeof error.id === 'string' && /^[\w-]+(\.[\w-]+)+$/.test(error.id);
  } catch {
    return false;
  }
}
