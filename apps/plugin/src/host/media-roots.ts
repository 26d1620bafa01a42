import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { getAgentScopedMediaLocalRoots } from 'openclaw/plugin-sdk/media-local-roots';

/** The folders whose files OpenClaw lets an agent send: its workspace, and where OpenClaw keeps files that tools have made. */
export function mediaRoots(cfg: OpenClawConfig, agentId: string): readonly string[] {
  return getAgentScopedMediaLocalRoots(cfg, agentId);
}
