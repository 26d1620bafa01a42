import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';

/** The agent that OpenClaw always has. */
const mainAgent = 'main';

/** The ids of all agents, in lower case, as sessions name them. */
export function agentIds({ agents }: OpenClawConfig): string[] {
  const ids = [mainAgent, ...Object.keys(agents?.entries ?? {}), ...(agents?.list ?? []).map(({ id }) => id)];
  return [...new Set(ids.map(id => id.trim().toLowerCase()))];
}
