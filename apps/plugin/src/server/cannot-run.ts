import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { listAccountIds, type MattermostAccount, resolveAccount, settingPath } from '../config/accounts.ts';
import { accountProblems } from '../config/problems.ts';
import { processShared } from '../host/process-shared.ts';
import { missingSetting } from './diagnosis.ts';

/** The accounts of this process that have ended for good, with the line that says why. */
const blocked = processShared('blocked-accounts', () => new Map<string, string>());

/** Notes that an account has ended for good, or with `undefined` that it is started again. */
export function noteBlocked(accountId: string, why: string | undefined): void {
  if (why === undefined) blocked.delete(accountId);
  else blocked.set(accountId, why);
}

/**
 * Why an account cannot run as it is configured, as a sentence, so that who wants to send something need not wait for it;
 * `undefined` when nothing is known against it.
 */
export function whyItCannotRun(cfg: OpenClawConfig, id?: string | null): string | undefined {
  const account = resolveAccount(cfg, id);
  const { accountId } = account;
  const known = listAccountIds(cfg);
  if (!known.includes(accountId)) return `There is no Mattermost account "${accountId}"; there is ${known.join(', ')}.`;
  if (!account.enabled) return `${enabledPath(cfg, account)} is false: the account is off.`;
  return missingSetting(cfg, account) ?? accountProblems(cfg, accountId)[0]?.message ?? blocked.get(accountId);
}

/** The place of the `false`: the account's own, or the section's, which counts for all. */
function enabledPath(cfg: OpenClawConfig, { accountId, config }: MattermostAccount): string {
  const isOwn = config.enabled === false;
  return isOwn ? settingPath(cfg, accountId, 'enabled') : 'channels.mattermost.enabled';
}
