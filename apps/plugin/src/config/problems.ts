import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { listAccountIds, resolveAccount, settingPath } from './accounts.ts';
import { checkForm, type Problem } from './check.ts';
import { checkTogether } from './cross-checks.ts';
import { sectionPath } from './schema.ts';

/** The mistakes in one account: in the form of its own and its inherited keys, and between them. */
export function accountProblems(cfg: OpenClawConfig, accountId: string): Problem[] {
  const others = new RegExp(`^${sectionPath}\\.accounts\\.([^.]+)`);
  const form = checkForm(cfg.channels?.['mattermost'] ?? {}).filter(({ path }) => {
    const named = others.exec(path)?.[1];
    return named === undefined || named.trim().toLowerCase() === accountId;
  });
  if (form.length > 0) return form;
  const { config } = resolveAccount(cfg, accountId);
  return checkTogether(config, key => settingPath(cfg, accountId, key));
}

/** The mistakes in the section and all accounts, each once. */
export function sectionProblems(cfg: OpenClawConfig): Problem[] {
  const form = checkForm(cfg.channels?.['mattermost'] ?? {});
  if (form.length > 0) return form;
  const all = listAccountIds(cfg).flatMap(id => accountProblems(cfg, id));
  return [...new Map(all.map(problem => [problem.message, problem])).values()];
}
