import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { listAccountIds, resolveAccount, settingPath } from '../../config/accounts.ts';
import { agentIds } from '../../config/agents.ts';
import { isStableEntry, listsOf, normalizeAllowEntry } from '../../config/allow-from.ts';
import { accountProblems, sectionProblems } from '../../config/problems.ts';

/** The warnings of `openclaw doctor`: mistakes that keep an account from starting, and names of things that do not exist. */
export function collectPreviewWarnings({ cfg }: { cfg: OpenClawConfig }): string[] {
  const problems = sectionProblems(cfg).map(problem => problem.message);
  // The groups can only be read when the form of the section is right.
  const agents = problems.length === 0 ? unknownAgents(cfg) : [];
  return [...problems, ...unknownDefaultAccount(cfg), ...agents];
}

/** Warnings about list entries that are usernames: another person can get the name, or the entry does not count at all. */
export function collectMutableAllowlistWarnings({ cfg }: { cfg: OpenClawConfig }): string[] {
  const lines = listAccountIds(cfg)
    .filter(id => accountProblems(cfg, id).length === 0)
    .flatMap(id => {
      const { config } = resolveAccount(cfg, id);
      return listsOf(config).flatMap(([key, entries]) => {
        const names = entries.map(String).filter(entry => !isStableEntry(entry));
        return names.map(name =>
          usernameWarning(settingPath(cfg, id, key), name, config.dangerouslyAllowNameMatching === true),
        );
      });
    });
  return [...new Set(lines)];
}

function usernameWarning(path: string, entry: string, isMatched: boolean): string {
  const found = `${path} contains ${JSON.stringify(entry)}`;
  const what = isMatched
    ? 'a username that can be given to another person'
    : 'which matches nobody: usernames count only with dangerouslyAllowNameMatching';
  return `${found}, ${what}. Use the user’s id, which this shows: ${lookUpCommand(entry)}`;
}

function lookUpCommand(entry: string): string {
  const name = normalizeAllowEntry(entry);
  const query = /^[a-z0-9._-]+$/.test(name) ? name : '<name>';
  return `openclaw directory peers list --channel mattermost --query ${query}`;
}

function unknownDefaultAccount(cfg: OpenClawConfig): string[] {
  const { defaultAccount } = (cfg.channels?.['mattermost'] ?? {}) as { defaultAccount?: unknown };
  if (typeof defaultAccount !== 'string') return [];
  const ids = listAccountIds(cfg);
  if (ids.includes(defaultAccount.trim().toLowerCase())) return [];
  return [
    `channels.mattermost.defaultAccount is ${JSON.stringify(defaultAccount)}; expected one of ${ids.join(', ')}.`,
  ];
}

/** Finds channels whose `agentId` is not a configured agent: OpenClaw would start an agent without instructions. */
function unknownAgents(cfg: OpenClawConfig): string[] {
  const known = agentIds(cfg);
  const lines = listAccountIds(cfg).flatMap(id =>
    Object.entries(resolveAccount(cfg, id).config.groups ?? {}).flatMap(([channelId, group]) => {
      const agentId = group.agentId?.trim();
      if (!agentId || known.includes(agentId.toLowerCase())) return [];
      const path = settingPath(cfg, id, `groups.${channelId}.agentId`);
      return [`${path} is ${JSON.stringify(agentId)}; expected one of ${known.join(', ')}.`];
    }),
  );
  return [...new Set(lines)];
}
