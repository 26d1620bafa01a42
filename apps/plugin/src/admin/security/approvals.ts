import { createChannelApprovalAuth } from 'openclaw/plugin-sdk/approval-auth-runtime';
import type { ChannelPlugin } from 'openclaw/plugin-sdk/channel-core';
import { resolveAccount } from '../../config/accounts.ts';
import { normalizeAllowEntry } from '../../config/allow-from.ts';

/**
 * Who may answer an agent's request with `/approve`: the people in `allowFrom`, by their ids. Usernames do not count,
 * because they can be given to other people. When the list has no id, OpenClaw's rules for the conversation decide.
 */
export const approvals: NonNullable<ChannelPlugin['approvalCapability']> = createChannelApprovalAuth({
  channelLabel: 'Mattermost',
  resolveInputs: ({ cfg, accountId }) => ({ allowFrom: resolveAccount(cfg, accountId).config.allowFrom ?? [] }),
  normalizeApprover: entry => {
    const id = normalizeAllowEntry(String(entry));
    return /^[a-z0-9]{26}$/.test(id) ? id : undefined;
  },
}).approvalAuth;
