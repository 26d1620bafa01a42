import { type ChannelPlugin, createChatChannelPlugin } from 'openclaw/plugin-sdk/channel-core';
import { missingSetting } from './account/diagnosis.ts';
import {
  defaultAccountId,
  isConfigured,
  listAccountIds,
  type MattermostAccount,
  resolveAccount,
} from './config/accounts.ts';
import { normalizeAllowEntry } from './config/allow-from.ts';
import { resolveGatewayAuthBypassPaths } from './gateway-auth-api.ts';
import { formatTarget, parseTarget } from './outbound/target.ts';
import { channelSecrets } from './secret-contract-api.ts';
import type { Probe } from './status/probe.ts';

/** The channel as the host sees it. What talks to a server is loaded when it is first needed. */
export const mattermostPlugin: ChannelPlugin<MattermostAccount, Probe> = createChatChannelPlugin<
  MattermostAccount,
  Probe
>({
  base: {
    id: 'mattermost',
    meta: {
      id: 'mattermost',
      label: 'Mattermost',
      selectionLabel: 'Mattermost (plugin)',
      docsPath: '/channels/mattermost',
      docsLabel: 'mattermost',
      blurb: 'self-hosted team chat; bot token and websocket.',
      order: 65,
      markdownCapable: true,
    },
    capabilities: { chatTypes: ['direct', 'group', 'channel', 'thread'] },
    reload: { configPrefixes: ['channels.mattermost'], accountScopedRestart: true },
    secrets: channelSecrets,
    config: {
      listAccountIds,
      resolveAccount,
      defaultAccountId,
      isEnabled: account => account.enabled,
      isConfigured,
      unconfiguredReason: account => missingSetting(account) ?? 'not configured',
      inspectAccount: (cfg, accountId) => describe(resolveAccount(cfg, accountId)),
      describeAccount: describe,
      resolveAllowFrom: ({ cfg, accountId }) => resolveAccount(cfg, accountId).config.allowFrom,
      formatAllowFrom: ({ allowFrom }) => allowFrom.map(entry => normalizeAllowEntry(String(entry))),
    },
    messaging: {
      targetPrefixes: ['mattermost', 'user', 'channel', 'group'],
      directTargetStyle: 'user-prefixed',
      normalizeTarget: raw => {
        const target = parseTarget(raw);
        return target && formatTarget(target);
      },
      targetResolver: {
        looksLikeId: raw => parseTarget(raw) !== undefined,
        hint: '<user:ID|channel:ID>',
      },
    },
    gateway: {
      startAccount: async ctx => (await import('./account/start.ts')).startAccount(ctx),
      resolveGatewayAuthBypassPaths,
    },
    status: {
      probeAccount: async ({ account, timeoutMs }) =>
        (await import('./status/probe.ts')).probeAccount(account, timeoutMs),
      buildAccountSnapshot: ({ account, runtime, probe }) => ({ ...runtime, ...describe(account), probe }),
    },
  },
  security: {
    dm: {
      channelKey: 'mattermost',
      resolvePolicy: account => account.config.dmPolicy,
      resolveAllowFrom: account => account.config.allowFrom,
      defaultPolicy: 'pairing',
      normalizeEntry: normalizeAllowEntry,
    },
  },
  outbound: {
    base: { deliveryMode: 'gateway', chunker: null },
    attachedResults: {
      channel: 'mattermost',
      sendText: async message => (await import('./outbound/send.ts')).sendText(message),
    },
  },
});

function describe(account: MattermostAccount) {
  return {
    accountId: account.accountId,
    enabled: account.enabled,
    configured: isConfigured(account),
    botTokenSource: account.tokenSource,
    botTokenStatus: account.botToken ? 'available' : account.tokenUnresolved ? 'configured_unavailable' : 'missing',
    dmPolicy: account.config.dmPolicy ?? 'pairing',
    ...(account.name && { name: account.name }),
    ...(account.baseUrl && { baseUrl: account.baseUrl }),
  };
}
