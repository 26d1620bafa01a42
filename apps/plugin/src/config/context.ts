import { settingForChannel } from '@clawmost/mm-policy';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import type { MattermostAccount } from './accounts.ts';

/** Whose earlier messages the agent sees; `allowlist_quote` adds the one that is replied to, from everyone. */
export type ContextVisibility = 'all' | 'allowlist' | 'allowlist_quote';

/** What the agent is given beside a message. */
export interface ContextSettings {
  readonly visibility: ContextVisibility;
  /** How many earlier messages at most. */
  readonly historyLimit: number;
  /** Whether those of other bots, webhooks and slash commands are among them. */
  readonly includesBots: boolean;
  /** Whether a new session of a thread begins with what the channel's session knows. */
  readonly inheritsChannel: boolean;
  /** Whether the channel's pinned posts are given to the agent. */
  readonly includesPins: boolean;
  /** How large a file may be, in bytes. */
  readonly maxFileBytes: number;
}

const defaultHistoryLimit = 50;
const defaultMediaMaxMb = 8;

/** Reads what counts in a channel: its own settings, the account's, those that all channels of OpenClaw share. */
export function contextSettings(
  cfg: OpenClawConfig,
  { config }: Pick<MattermostAccount, 'config'>,
  channelId: string,
): ContextSettings {
  const groups = config.groups ?? {};
  return {
    visibility: config.contextVisibility ?? cfg.channels?.defaults?.contextVisibility ?? 'all',
    historyLimit:
      settingForChannel(groups, channelId, 'historyLimit') ??
      config.historyLimit ??
      cfg.messages?.groupChat?.historyLimit ??
      defaultHistoryLimit,
    includesBots: config.botsInHistory ?? true,
    inheritsChannel: config.threadHistory !== 'none',
    includesPins: settingForChannel(groups, channelId, 'pins') ?? false,
    maxFileBytes: Math.floor((config.mediaMaxMb ?? defaultMediaMaxMb) * 1024 * 1024),
  };
}
