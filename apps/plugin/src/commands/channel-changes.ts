import { normalizeAccountId } from 'openclaw/plugin-sdk/account-id';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { resolveAccount } from '../config/accounts.ts';
import { normalizeAllowEntry } from '../config/allow-from.ts';
import type { GroupConfig } from '../config/schema.ts';
import { getRuntime } from '../host/runtime.ts';

/** Changes the settings of one channel. */
export type ChangeChannel = (channelId: string, change: (settings: Mutable<GroupConfig>) => void) => Promise<void>;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The part of a section that is changed. */
interface Section {
  groups?: Record<string, Mutable<GroupConfig>>;
  accounts?: Record<string, Section>;
}

/**
 * Returns the function that changes the settings of a channel in the configuration, by OpenClaw's own writer. OpenClaw
 * restarts the account then.
 */
export function channelChanger(accountId: string): ChangeChannel {
  return async (channelId, change) => {
    await getRuntime().config.mutateConfigFile({
      afterWrite: { mode: 'auto' },
      mutate: draft => {
        const section = draft.channels?.['mattermost'] as Section | undefined;
        if (!section) throw new Error('The configuration has no section for Mattermost.');
        const [, account] =
          Object.entries(section.accounts ?? {}).find(([key]) => normalizeAccountId(key) === accountId) ?? [];
        // An account that has no channels of its own has those of the section.
        const own = account && (account.groups || !section.groups) ? account : section;
        own.groups ??= {};
        const settings = own.groups[channelId] ?? {};
        change(settings);
        own.groups[channelId] = settings;
      },
    });
  };
}

/** Whether a person may change the configuration in the chat: the owners, unless `configWrites` is off. */
export function mayChangeSettings(cfg: OpenClawConfig, accountId: string, userId: string): boolean {
  const { configWrites } = resolveAccount(cfg, accountId).config;
  const owners = cfg.commands?.ownerAllowFrom ?? [];
  return configWrites !== false && owners.some(entry => normalizeAllowEntry(String(entry)) === userId);
}
