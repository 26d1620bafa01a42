import type { ChannelDoctorConfigMutation, ChannelDoctorLegacyConfigRule } from 'openclaw/plugin-sdk/channel-contract';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { isRecord } from '../../config/check.ts';
import { sectionPath } from '../../config/schema.ts';
import { hasLegacyNetwork, migrateNetwork } from './legacy-network.ts';
import { hasLegacyStreaming, inheritedStreaming, migrateStreaming } from './legacy-streaming.ts';
import { fillIn, type Section } from './sections.ts';

const fix = 'Run "openclaw doctor --fix".';
const streaming =
  'has an older key for streaming (a plain streaming value, streamMode, chunkMode, blockStreaming or ' +
  `blockStreamingCoalesce); the new keys are streaming.{mode,chunkMode,block}. ${fix}`;
const network = `has allowPrivateNetwork, which is now network.dangerouslyAllowPrivateNetwork. ${fix}`;

/** How OpenClaw recognises older keys in a configuration. */
export const legacyConfigRules: ChannelDoctorLegacyConfigRule[] = [
  { path: ['channels', 'mattermost'], message: `${sectionPath} ${streaming}`, match: hasLegacyStreaming },
  { path: ['channels', 'mattermost'], message: `${sectionPath} ${network}`, match: hasLegacyNetwork },
  {
    path: ['channels', 'mattermost', 'accounts'],
    message: `An account of ${sectionPath} ${streaming}`,
    match: accounts => isRecord(accounts) && Object.values(accounts).some(hasLegacyStreaming),
  },
  {
    path: ['channels', 'mattermost', 'accounts'],
    message: `An account of ${sectionPath} ${network}`,
    match: accounts => isRecord(accounts) && Object.values(accounts).some(hasLegacyNetwork),
  },
];

/** Moves older keys to their new places, with the same meaning. For `openclaw doctor --fix`. */
export function normalizeCompatibilityConfig({ cfg }: { cfg: OpenClawConfig }): ChannelDoctorConfigMutation {
  const before = cfg.channels?.['mattermost'] as unknown;
  if (!isRecord(before)) return { config: cfg, changes: [] };
  const changes: string[] = [];
  const section = migrateEntry(before, sectionPath, changes);
  const mattermost = isRecord(before['accounts'])
    ? { ...section, accounts: migrateAccounts(before['accounts'], before, changes) }
    : section;
  if (changes.length === 0) return { config: cfg, changes };
  return { config: { ...cfg, channels: { ...cfg.channels, mattermost } }, changes };
}

function migrateEntry(entry: Section, at: string, changes: string[]): Section {
  const first = migrateNetwork(entry, at);
  const second = migrateStreaming(first.entry, at);
  changes.push(...first.changes, ...second.changes);
  return second.entry;
}

function migrateAccounts(accounts: Section, section: Section, changes: string[]): Section {
  return Object.fromEntries(
    Object.entries(accounts).map(([id, account]) => {
      if (!isRecord(account)) return [id, account];
      const at = `${sectionPath}.accounts.${id}`;
      const migrated = migrateEntry(account, at, changes);
      return [id, keepInherited(migrated, account, section, at, changes)];
    }),
  );
}

function keepInherited(migrated: Section, before: Section, section: Section, at: string, changes: string[]): Section {
  if (!isRecord(migrated['streaming'])) return migrated;
  const filled = fillIn(migrated['streaming'], inheritedStreaming(section, before));
  if (JSON.stringify(filled) === JSON.stringify(migrated['streaming'])) return migrated;
  changes.push(
    `Copied inherited keys from ${sectionPath} to ${at}.streaming, which replaces the section's as a whole.`,
  );
  return { ...migrated, streaming: filled };
}
