import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import type { SessionEntry } from './session-entry.ts';

/** What becomes of a message that comes while a turn of its session runs. */
export type QueueMode = 'steer' | 'followup' | 'collect' | 'interrupt';

const modes: ReadonlySet<string> = new Set<QueueMode>(['steer', 'followup', 'collect', 'interrupt']);

/** The queue mode in force: what `/queue` set for the session, else what the configuration says, else `steer`. */
export function queueModeOf(cfg: OpenClawConfig, entry: Pick<SessionEntry, 'queueMode'> | undefined): QueueMode {
  const { byChannel, mode } = cfg.messages?.queue ?? {};
  const configured: (string | undefined)[] = [entry?.queueMode, byChannel?.['mattermost'], mode];
  return (configured.find(each => each !== undefined && modes.has(each)) as QueueMode | undefined) ?? 'steer';
}
