import { createChannelApprovalAuth } from 'openclaw/plugin-sdk/approval-auth-runtime';
import type { ChannelPlugin } from 'openclaw/plugin-sdk/channel-core';
import { resolveAccount } from '../../config/accounts.ts';
import { normalizeAllowEntry } from '../../config/allow-from.ts';

/**
 * Who may `/approve` what an agent wants to do: the people of `allowFrom`, by their ids. Names do not count, because they
 * can pass to somebody else. Where nobody is listed by id, OpenClaw's own rules for the conversation decide.
 */
export const approvals: NonNullable<ChannelPlugin['approvalCapability']> = createChannelApprovalAuth({
  channelLabel: 'Mattermost',
  resolveInputs: ({ cfg, accountId }) => ({ allowFrom: resolveAccount(cfg, accountId).config.allowFrom ?? [] }),
  normalizeApprover: entry => {
    const id = normalizeAllowEntry(String(entry));
    return /^[a-z0-9]{26}$/.test(id) ? id : undefined;
  },
}).approvalAuth;
