import { type ChannelPlugin, createChatChannelPlugin } from 'openclaw/plugin-sdk/channel-core';
import { deleteAccountFromConfigSection, setAccountEnabledInConfigSection } from 'openclaw/plugin-sdk/core';
import { sanitizeAssistantVisibleText } from 'openclaw/plugin-sdk/text-chunking';
import { actions } from './actions/adapter.ts';
import { threading } from './actions/threading.ts';
import { doctor } from './admin/doctor/adapter.ts';
import { security } from './admin/security/audit.ts';
import { setupContract } from './admin/setup/contract.ts';
import { setupWizard } from './admin/setup/wizard.ts';
import { collectStatusIssues } from './admin/status/issues.ts';
import type { Probe } from './admin/status/probe.ts';
import { presentationCapabilities, renderForHost } from './answers/controls/host-payload.ts';
import { createMessageAdapter } from './answers/message-adapter.ts';
import { outboundSends } from './answers/outbound-adapter.ts';
import { approvals } from './buttons/approvals/capability.ts';
import { resolveGatewayAuthBypassPaths } from './callbacks/paths.ts';
import {
  defaultAccountId,
  isConfigured,
  listAccountIds,
  type MattermostAccount,
  resolveAccount,
} from './config/accounts.ts';
import { formatAllowEntry } from './config/allow-from.ts';
import { resolveRequireMention } from './config/require-mention.ts';
import { resolveOutboundSession } from './conversations/outbound-session.ts';
import { replyToMode } from './conversations/reply-to-mode.ts';
import { pairing } from './pairing/adapter.ts';
import { channelSecrets } from './secret-contract-api.ts';
import { missingSetting } from './server/diagnosis.ts';
import { isDirect, normalizeTarget } from './server/target.ts';

/** The channel as OpenClaw uses it. Modules that talk to a server are loaded when they are first needed. */
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
    capabilities: { chatTypes: ['direct', 'group', 'channel', 'thread'], reactions: true, threads: true, media: true },
    reload: {
      configPrefixes: ['channels.mattermost'],
      // Read again for each post.
      noopPrefixes: ['messages.inbound'],
      accountScopedRestart: true,
    },
    secrets: channelSecrets,
    setupContract,
    setupWizard,
    doctor,
    groups: { resolveRequireMention },
    approvalCapability: approvals,
    config: {
      listAccountIds,
      resolveAccount,
      defaultAccountId,
      isEnabled: account => account.enabled,
      isConfigured,
      unconfiguredReason: (account, cfg) => missingSetting(cfg, account) ?? 'not configured',
      inspectAccount: (cfg, accountId) => inspect(resolveAccount(cfg, accountId)),
      describeAccount: describe,
      resolveAllowFrom: ({ cfg, accountId }) => resolveAccount(cfg, accountId).config.allowFrom,
      formatAllowFrom: ({ allowFrom }) => allowFrom.map(entry => formatAllowEntry(String(entry))),
      setAccountEnabled: params =>
        setAccountEnabledInConfigSection({ ...params, sectionKey: 'mattermost', allowTopLevel: true }),
      deleteAccount: params =>
        deleteAccountFromConfigSection({
          ...params,
          sectionKey: 'mattermost',
          clearBaseFields: ['botToken', 'baseUrl', 'name'],
        }),
    },
    messaging: {
      // Not `user` and `channel`: OpenClaw takes these prefixes off before it asks what a target is.
      targetPrefixes: ['mattermost'],
      directTargetStyle: 'user-prefixed',
      normalizeTarget,
      targetResolver: {
        // Every target: OpenClaw would look others up in the directory first, where a part of a name is enough.
        looksLikeId: raw => raw.trim() !== '',
        hint: '<#channel|@person|team/channel|channel:ID|user:ID|permalink>',
        resolveTarget: async request => (await import('./answers/target-adapter.ts')).resolveTarget(request),
      },
      inferTargetChatType: ({ to }) => (isDirect(to) ? 'direct' : undefined),
      resolveOutboundSessionRoute: async request =>
        resolveOutboundSession(
          request,
          (await import('./server/look-up.ts')).sessionLookUp(request.cfg, request.accountId),
        ),
    },
    gateway: {
      startAccount: async ctx => (await import('./account/start.ts')).startAccount(ctx),
      resolveGatewayAuthBypassPaths,
    },
    directory: {
      self: async request => (await import('./answers/target-adapter.ts')).directorySelf(request),
      listPeersLive: async request => (await import('./answers/target-adapter.ts')).directoryPeers(request),
      listGroups: async request => (await import('./answers/target-adapter.ts')).directoryGroups(request),
      listGroupsLive: async request => (await import('./answers/target-adapter.ts')).directoryGroups(request),
    },
    actions,
    message: createMessageAdapter(outboundSends),
    agentPrompt: {
      messageToolCapabilities: ({ cfg, accountId }) => toolCapabilities(resolveAccount(cfg, accountId)),
    },
    status: {
      collectStatusIssues,
      probeAccount: async ({ account, timeoutMs, cfg }) =>
        (await import('./admin/status/probe.ts')).probeAccount(cfg, account, timeoutMs),
      buildAccountSnapshot: ({ account, runtime, probe }) => ({ ...runtime, ...describe(account), probe }),
    },
  },
  security,
  pairing,
  threading: { resolveReplyToMode: replyToMode, ...threading },
  outbound: {
    deliveryMode: 'gateway',
    chunker: null,
    sanitizeText: ({ text }) => sanitizeAssistantVisibleText(text),
    presentationCapabilities,
    renderPresentation: renderForHost,
    sendPayloadGroupsMedia: true,
    pinDeliveredMessage: async request => (await import('./actions/pins.ts')).pinDelivered(request),
    ...outboundSends,
  },
});

/** What OpenClaw tells the agent about the channel; buttons only where the account has them among its capabilities. */
function toolCapabilities({ config }: MattermostAccount): string[] {
  return config.capabilities?.includes('inlineButtons') ? ['inlineButtons'] : [];
}

/** The account for audits: everything except the token. */
function inspect(account: MattermostAccount) {
  const { botToken: _, ...config } = account.config;
  return { ...describe(account), allowPrivateNetwork: account.allowPrivateNetwork, config };
}

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
