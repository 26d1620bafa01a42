import type { ChannelPlugin } from 'openclaw/plugin-sdk/channel-core';
import { isConfigured, listAccountIds, resolveAccount } from '../../config/accounts.ts';
import { approverIds, approvers } from './approvers.ts';
import { approvalRuntime } from './native-runtime.ts';

type Capability = NonNullable<ChannelPlugin['approvalCapability']>;
type Native = NonNullable<Capability['native']>;

/**
 * How people decide about what an agent wants to do: in a message with buttons in the conversation that asked, or in direct
 * messages to the approvers where no conversation of ours has asked. The text command `/approve` is OpenClaw's own.
 */
export const approvals: Capability = {
  ...approvers.approvalAuth,
  getActionAvailabilityState: state,
  getExecInitiatingSurfaceState: state,
  delivery: {
    hasConfiguredDmRoute: ({ cfg }) =>
      listAccountIds(cfg).some(accountId => approverIds({ cfg, accountId }).length > 0),
    // Otherwise OpenClaw would post the same request a second time, as a message of its own.
    shouldSuppressForwardingFallback: ({ target }) => target.channel === 'mattermost' && target.source !== 'target',
  },
  native: {
    describeDeliveryCapabilities: params => ({
      enabled: isReady(params),
      preferredSurface: originOf(params) ? 'origin' : 'approver-dm',
      supportsOriginSurface: true,
      supportsApproverDmSurface: true,
      notifyOriginWhenDmOnly: true,
    }),
    resolveOriginTarget: originOf,
    resolveApproverDmTargets: ({ cfg, accountId }) => approverIds({ cfg, accountId }).map(id => ({ to: `user:${id}` })),
  },
  nativeRuntime: approvalRuntime,
};

function isReady({ cfg, accountId }: Pick<Parameters<Native['describeDeliveryCapabilities']>[0], 'cfg' | 'accountId'>) {
  const account = resolveAccount(cfg, accountId);
  return account.enabled && isConfigured(account);
}

function state(params: Parameters<typeof isReady>[0]): { kind: 'enabled' } | { kind: 'disabled' } {
  return isReady(params) ? { kind: 'enabled' } : { kind: 'disabled' };
}

function originOf({ request }: Pick<Parameters<Native['describeDeliveryCapabilities']>[0], 'request'>) {
  const { turnSourceChannel, turnSourceTo, turnSourceThreadId } = request.request;
  if (turnSourceChannel !== 'mattermost' || !turnSourceTo) return null;
  return { to: turnSourceTo, ...(turnSourceThreadId && { threadId: turnSourceThreadId }) };
}
