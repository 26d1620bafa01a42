import {
  createChannelApprovalAuth,
  isImplicitSameChatApprovalAuthorization,
} from 'openclaw/plugin-sdk/approval-auth-runtime';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { resolveAccount } from '../../config/accounts.ts';
import { normalizeAllowEntry } from '../../config/allow-from.ts';

/** Where something is asked for. */
interface ApprovalPlace {
  readonly cfg: OpenClawConfig;
  readonly accountId?: string | null | undefined;
}

/**
 * Who may decide about what an agent wants to do: the people in `allowFrom`, by their ids. Usernames do not count, because they
 * can be given to other people. When the list has no id, OpenClaw's rules for the conversation decide.
 */
export const approvers = createChannelApprovalAuth({
  channelLabel: 'Mattermost',
  resolveInputs: ({ cfg, accountId }) => ({ allowFrom: resolveAccount(cfg, accountId).config.allowFrom ?? [] }),
  normalizeApprover: entry => {
    const id = normalizeAllowEntry(String(entry));
    return /^[a-z0-9]{26}$/.test(id) ? id : undefined;
  },
});

/** The ids of the approvers; empty when the rules of the conversation decide. */
export function approverIds({ cfg, accountId }: ApprovalPlace): readonly string[] {
  return approvers.resolveApprovers({ cfg, ...(accountId && { accountId }) });
}

/** Whether a person may decide: as an approver, because the rules of the conversation decide, or not at all, and then why. */
export function mayDecide(
  { cfg, accountId }: ApprovalPlace,
  senderId: string,
  approvalKind: string,
): { readonly as: 'approver' } | { readonly as: 'participant' } | { readonly as: 'nobody'; readonly reason?: string } {
  const verdict = approvers.approvalAuth.authorizeActorAction?.({
    ...{ cfg, senderId, action: 'approve', approvalKind: approvalKind as 'exec' },
    ...(accountId && { accountId }),
  });
  if (!verdict?.authorized) return { as: 'nobody', ...(verdict?.reason && { reason: verdict.reason }) };
  return { as: isImplicitSameChatApprovalAuthorization(verdict) ? 'participant' : 'approver' };
}
