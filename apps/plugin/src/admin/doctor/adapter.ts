import type { ChannelPlugin } from 'openclaw/plugin-sdk/channel-core';
import { legacyConfigRules, normalizeCompatibilityConfig } from './migrate.ts';
import { collectMutableAllowlistWarnings, collectPreviewWarnings } from './warnings.ts';

/** What `openclaw doctor` uses for this channel. */
export const doctor: NonNullable<ChannelPlugin['doctor']> = {
  dmAllowFromMode: 'topOnly',
  groupModel: 'sender',
  groupAllowFromFallbackToAllowFrom: true,
  warnOnEmptyGroupSenderAllowlist: true,
  legacyConfigRules,
  normalizeCompatibilityConfig,
  collectPreviewWarnings,
  collectMutableAllowlistWarnings,
};
