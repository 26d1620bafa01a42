import type { OpenClawConfig, PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import { defineStableChannelIngressIdentity } from 'openclaw/plugin-sdk/channel-ingress-runtime';
import type { MattermostAccount } from '../config/accounts.ts';
import { normalizeAllowEntry } from '../config/allow-from.ts';
import type { InboundFacts } from './facts.ts';
import type { TurnRoute } from './route.ts';

type Ingress = PluginRuntime['channel']['inbound']['ingress'];

/** What the host's resolver says about a post. The object itself is proof of admission: hand it on as it is. */
export type Admission = Awaited<ReturnType<Ingress['resolve']>>;

// The socket is authenticated and the server sets `user_id`, so the claim is verified; names can change hands.
const identity = defineStableChannelIngressIdentity({
  key: 'user-id',
  normalize: normalizeAllowEntry,
  authentication: 'verified',
  sensitivity: 'pii',
});

/** Asks the host whether the sender of a post may start a turn here. Strangers may not: that is the default. */
export async function admit(params: {
  readonly ingress: Ingress;
  readonly cfg: OpenClawConfig;
  readonly account: MattermostAccount;
  readonly facts: InboundFacts;
  readonly route: TurnRoute;
  readonly command: boolean;
}): Promise<Admission> {
  const { account, facts, route } = params;
  const { config } = account;
  return params.ingress.resolve({
    channelId: 'mattermost',
    accountId: account.accountId,
    identity,
    subject: { stableId: facts.post.user_id },
    conversation: {
      kind: facts.kind,
      id: facts.channel.id,
      ...(route.threadId && { threadId: route.threadId }),
    },
    contextBinding: {
      agentId: route.agentId,
      sessionKey: route.sessionKey,
      messageId: facts.post.id,
      nativeChannelId: facts.channel.id,
      inboundEventKind: 'user_request',
    },
    event: { kind: 'message', authMode: 'inbound', mayPair: facts.kind === 'direct' },
    policy: {
      dmPolicy: config.dmPolicy ?? 'pairing',
      groupPolicy: config.groupPolicy ?? 'allowlist',
      groupAllowFromFallbackToAllowFrom: true,
      activation: { requireMention: facts.kind !== 'direct', allowTextCommands: true },
    },
    allowFrom: config.allowFrom ?? [],
    ...(config.groupAllowFrom && { groupAllowFrom: config.groupAllowFrom }),
    ...(params.cfg.accessGroups && { accessGroups: params.cfg.accessGroups }),
    mentionFacts: { canDetectMention: true, wasMentioned: facts.wasMentioned },
    ...(params.command && { command: { allowTextCommands: true, hasControlCommand: true } }),
  });
}
