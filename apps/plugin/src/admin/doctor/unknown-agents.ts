import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { listAccountIds, resolveAccount, settingPath } from '../../config/accounts.ts';

/** The agent that is always there. */
const mainAgent = 'main';

/** Channels whose settings name an agent that nobody has configured: it would answer with nothing of its own. */
export function collectUnknownAgents(cfg: OpenClawConfig): string[] {
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

function agentIds({ agents }: OpenClawConfig): string[] {
  const ids = [mainAgent, ...Object.keys(agents?.entries ?? {}), ...(agents?.list ?? []).map(({ id }) => id)];
  return [...new Set(ids.map(id => id.trim().toLowerCase()))];
}
