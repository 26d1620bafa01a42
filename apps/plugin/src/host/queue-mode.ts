import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import type { SessionEntry } from './session-entry.ts';

/** What OpenClaw does with a message that arrives while a turn of its session runs. */
export type QueueMode = 'steer' | 'followup' | 'collect' | 'interrupt';

const modes: ReadonlySet<string> = new Set<QueueMode>(['steer', 'followup', 'collect', 'interrupt']);

/** The queue mode of a session: the one set with `/queue`, else the configured one, else `steer`. */
export function queueModeOf(cfg: OpenClawConfig, entry: Pick<SessionEntry, 'queueMode'> | undefined): QueueMode {
  const { byChannel, mode } = cfg.messages?.queue ?? {};
  const configured: (string | undefined)[] = [entry?.queueMode, byChannel?.['mattermost'], mode];
  return (configured.find(each => each !== undefined && modes.has(each)) as QueueMode | undefined) ?? 'steer';
}
