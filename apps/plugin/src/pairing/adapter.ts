import type { ChannelPlugin } from 'openclaw/plugin-sdk/channel-core';
import { defaultAccountId } from '../config/accounts.ts';
import { normalizeAllowEntry } from '../config/allow-from.ts';
import { runningWatch } from './approval-watch.ts';

/** What OpenClaw calls about pairing: how a person's id is written, and that a person was approved. */
export const pairing: NonNullable<ChannelPlugin['pairing']> = {
  idLabel: 'mattermostUserId',
  normalizeAllowEntry,
  // In a process that does not run the account there is nothing to do: the watch in the gateway finds the approval.
  notifyApproval: async ({ cfg, id, accountId }) => {
    await runningWatch(accountId ?? defaultAccountId(cfg))?.notify(normalizeAllowEntry(id));
  },
};
