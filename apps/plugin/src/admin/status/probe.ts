import { createRestClient } from '@clawmost/mm-rest';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import type { MattermostAccount } from '../../config/accounts.ts';
import { diagnose, missingSetting } from '../../server/diagnosis.ts';
import { createGuardedFetch, networkPolicy } from '../../server/guarded-fetch.ts';

/** What `openclaw channels status --probe` shows about an account. */
export type Probe =
  | { readonly ok: true; readonly bot: { readonly id: string; readonly username: string }; readonly elapsedMs: number }
  | { readonly ok: false; readonly error: string };

/** Asks the server who the bot is, to check the account. Never throws. */
export async function probeAccount(cfg: OpenClawConfig, account: MattermostAccount, timeoutMs: number): Promise<Probe> {
  const missing = missingSetting(cfg, account);
  if (missing !== undefined || !account.baseUrl || !account.botToken) {
    return { ok: false, error: missing ?? 'The account has no token or no address.' };
  }
  const startedAt = performance.now();
  try {
    const fetch = createGuardedFetch(networkPolicy(account));
    const rest = createRestClient({ baseUrl: account.baseUrl, token: account.botToken, fetch, timeoutMs });
    const { id, username } = await rest.users.me();
    return { ok: true, bot: { id, username }, elapsedMs: Math.round(performance.now() - startedAt) };
  } catch (error) {
    return { ok: false, error: diagnose(error, cfg, account).line };
  }
}
