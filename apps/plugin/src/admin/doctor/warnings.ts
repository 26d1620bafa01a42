import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { listAccountIds, resolveAccount, settingPath } from '../../config/accounts.ts';
import { isStableEntry } from '../../config/allow-from.ts';
import { accountProblems, sectionProblems } from '../../config/problems.ts';
import type { AccountConfig } from '../../config/schema.ts';
import { collectUnknownAgents } from './unknown-agents.ts';

/** What `openclaw doctor` should tell: every problem that would keep an account from starting, and names of nothing. */
export function collectPreviewWarnings({ cfg }: { cfg: OpenClawConfig }): string[] {
  return [...sectionProblems(cfg).map(problem => problem.message), ...unknownDefault(cfg), ...unknownAgents(cfg)];
}

/** Entries of lists that name people by what can pass to somebody else, or that match nobody. */
export function collectMutableAllowlistWarnings({ cfg }: { cfg: OpenClawConfig }): string[] {
  const lines = listAccountIds(cfg)
    .filter(id => accountProblems(cfg, id).length === 0)
    .flatMap(id => {
      const { config } = resolveAccount(cfg, id);
      return listsOf(config).flatMap(([key, entries]) => {
        const names = entries.map(String).filter(entry => !isStableEntry(entry));
        return names.map(name =>
          warning(settingPath(cfg, id, key), name, config.dangerouslyAllowNameMatching === true),
        );
      });
    });
  return [...new Set(lines)];
}

function listsOf(config: AccountConfig): [key: string, entries: readonly (string | number)[]][] {
  const groups = Object.entries(config.groups ?? {}).map(([id, group]) => [`groups.${id}.allowFrom`, group.allowFrom]);
  const lists = [['allowFrom', config.allowFrom], ['groupAllowFrom', config.groupAllowFrom], ...groups];
  return lists.filter((list): list is [string, (string | number)[]] => list[1] !== undefined);
}

function warning(path: string, name: string, matched: boolean): string {
  const shown = `${path} contains ${JSON.stringify(name)}`;
  return matched
    ? `${shown}, a name that can pass to somebody else. Use the user’s id.`
    : `${shown}, which matches nobody: names count only with dangerouslyAllowNameMatching. Use the user’s id.`;
}

function unknownAgents(cfg: OpenClawConfig): string[] {
  // Where the form is wrong, that has been told already.
  return sectionProblems(cfg).length === 0 ? collectUnknownAgents(cfg) : [];
}

function unknownDefault(cfg: OpenClawConfig): string[] {
  const { defaultAccount } = (cfg.channels?.['mattermost'] ?? {}) as { defaultAccount?: unknown };
  if (typeof defaultAccount !== 'string') return [];
  const ids = listAccountIds(cfg);
  if (ids.includes(defaultAccount.trim().toLowerCase())) return [];
  return [
    `channels.mattermost.defaultAccount is ${JSON.stringify(defaultAccount)}; expected one of ${ids.join(', ')}.`,
  ];
}
