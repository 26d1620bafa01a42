import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import type { MattermostAccount } from '../../config/accounts.ts';
import { createAccountRest } from '../../server/account-rest.ts';
import { diagnose, missingSetting } from '../../server/diagnosis.ts';

/** What `openclaw channels status --probe` shows about an account. */
export type Probe =
  | { readonly ok: true; readonly bot: { readonly id: string; readonly username: string }; readonly elapsedMs: number }
  | { readonly ok: false; readonly error: string };

/** Asks the server who the bot is, to check the account. Never throws. */
export async function probeAccount(cfg: OpenClawConfig, account: MattermostAccount, timeoutMs: number): Promise<Probe> {
  const missing = missingSetting(cfg, account);
  if (missing !== undefined) return { ok: false, error: missing };
  const startedAt = performance.now();
  try {
    const { id, username } = await createAccountRest(account, { timeoutMs }).users.me();
    return { ok: true, bot: { id, username }, elapsedMs: Math.round(performance.now() - startedAt) };
  } catch (error) {
    return { ok: false, error: diagnose(error, cfg, account).line };
  }
}
