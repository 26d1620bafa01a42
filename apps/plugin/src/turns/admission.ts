import type { AnswerDecision, PairDecision, PolicyRules } from '@clawmost/mm-policy';
import { rulesForChannel } from '@clawmost/mm-policy';
import type { OpenClawConfig, PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import { defineStableChannelIngressIdentity } from 'openclaw/plugin-sdk/channel-ingress-runtime';
import { normalizeAllowEntry } from '../config/allow-from.ts';
import type { InboundFacts } from '../messages/facts.ts';
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

/**
 * Asks the host whether a post that our own rules let through may start a turn. Both have to agree; the lists that count
 * in the channel are given, so that they read the same.
 */
export async function admit(params: {
  readonly ingress: Ingress;
  readonly cfg: OpenClawConfig;
  readonly accountId: string;
  readonly rules: PolicyRules;
  readonly facts: InboundFacts;
  readonly decision: AnswerDecision | PairDecision;
  readonly route: TurnRoute;
  readonly readPaired: () => Promise<string[]>;
}): Promise<Admission> {
  const { rules, facts, route, decision } = params;
  const { kind = 'direct', channel } = facts;
  const here = kind === 'direct' ? undefined : rulesForChannel(rules, channel.id, kind);
  const list = (entries: PolicyRules['allowFrom']) => subjectsOf(entries, facts, rules, decision);
  const command = decision.act === 'answer' && decision.command;
  return params.ingress.resolve({
    channelId: 'mattermost',
    accountId: params.accountId,
    identity,
    subject: { stableId: decision.speaker.subject },
    conversation: { kind, id: channel.id, ...(route.threadId && { threadId: route.threadId }) },
    contextBinding: {
      agentId: route.agentId,
      sessionKey: route.sessionKey,
      messageId: facts.messageId,
      nativeChannelId: channel.id,
      inboundEventKind: 'user_request',
    },
    event: { kind: 'message', authMode: 'inbound', mayPair: kind === 'direct' && decision.speaker.kind === 'person' },
    policy: {
      dmPolicy: rules.dmPolicy,
      groupPolicy: here?.groupPolicy ?? rules.groupPolicy,
      groupAllowFromFallbackToAllowFrom: false,
      activation: { requireMention: here?.requireMention ?? false, allowTextCommands: true },
    },
    allowFrom: list(rules.allowFrom),
    groupAllowFrom: list(here?.allowFrom ?? rules.groupAllowFrom),
    ...(params.cfg.accessGroups && { accessGroups: params.cfg.accessGroups }),
    // Being called has been decided already, by rules that know Mattermost's words.
    mentionFacts: { canDetectMention: true, wasMentioned: decision.act === 'answer' },
    readStoreAllowFrom: params.readPaired,
    ...(command && { command: { allowTextCommands: true, hasControlCommand: true } }),
  });
}

/**
 * The entries as the host's resolver compares them. It knows ids and groups; where names are allowed, an entry that names
 * the sender stands for the sender's id.
 */
function subjectsOf(
  entries: PolicyRules['allowFrom'],
  { sender }: InboundFacts,
  { nameMatching }: PolicyRules,
  { speaker }: AnswerDecision | PairDecision,
): (string | number)[] {
  if (!nameMatching || speaker.kind === 'webhook') return [...entries];
  const name = sender.username.toLowerCase();
  return entries.map(entry => (String(entry).trim().replace(/^@/, '').toLowerCase() === name ? sender.id : entry));
}
