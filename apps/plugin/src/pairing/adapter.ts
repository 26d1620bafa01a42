import type { ChannelPlugin } from 'openclaw/plugin-sdk/channel-core';
import { defaultAccountId } from '../config/accounts.ts';
import { normalizeAllowEntry } from '../config/allow-from.ts';
import { runningWatch } from './watches.ts';

/** How the host names people who pair, and how it lets us tell them of an approval. */
export const pairing: NonNullable<ChannelPlugin['pairing']> = {
  idLabel: 'mattermostUserId',
  normalizeAllowEntry,
  // Where the account does not run in this process, the gateway's own watch notices the approval by itself.
  notifyApproval: async ({ cfg, id, accountId }) => {
    await runningWatch(accountId ?? defaultAccountId(cfg))?.tell(normalizeAllowEntry(id));
  },
};
