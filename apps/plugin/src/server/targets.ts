import type { RestClient } from '@clawmost/mm-rest';
import { createTargets, type Targets, targetsEventNames } from '@clawmost/mm-targets';
import type { MattermostSocket } from '@clawmost/mm-ws';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { type MattermostAccount, resolveAccount } from '../config/accounts.ts';
import { createAccountRest } from './account-rest.ts';
import { missingSetting } from './diagnosis.ts';

/**
 * Makes the targets of an account.
 *
 * @param siteUrl the server's own address, which permalinks have when `baseUrl` is an inner one
 */
export function createAccountTargets(rest: RestClient, settings: MattermostAccount, siteUrl?: string): Targets {
  const servers = [settings.baseUrl, siteUrl].filter(
    url => url !== undefined && /^https?:/i.test(url) && URL.canParse(url),
  ) as string[];
  return createTargets({ rest, servers, directChannelRetry: settings.config.dmChannelRetry });
}

/** Makes targets of an account that does not run in this process, such as for `openclaw directory`. */
export function connectTargets(cfg: OpenClawConfig, accountId?: string | null): Targets {
  const settings = resolveAccount(cfg, accountId);
  const missing = missingSetting(cfg, settings);
  if (missing !== undefined) throw new Error(missing);
  return createAccountTargets(createAccountRest(settings), settings);
}

/** Keeps the targets of an account up to date with what its socket reports. */
export function followEvents(targets: Targets, socket: MattermostSocket): void {
  for (const name of targetsEventNames) socket.on(name, targets.noteEvent);
  socket.on('gap', targets.forgetAll);
}
