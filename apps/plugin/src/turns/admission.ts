import type { AnswerDecision, ChatKind, PairDecision, PolicyRules } from '@clawmost/mm-policy';
import { rulesForChannel, wasMentioned } from '@clawmost/mm-policy';
import type { Channel, User } from '@clawmost/mm-rest';
import type { OpenClawConfig, PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import { defineStableChannelIngressIdentity } from 'openclaw/plugin-sdk/channel-ingress-runtime';
import { normalizeAllowEntry } from '../config/allow-from.ts';
import type { TurnRoute } from './route.ts';
import type { TurnRequest } from './turn.ts';

/** OpenClaw's resolver of what may start a turn. */
export type Ingress = PluginRuntime['channel']['inbound']['ingress'];

/** What the resolver is asked about one message. */
export type AdmissionQuestion = Parameters<Ingress['resolve']>[0];

/** What the resolver says about it. The object itself is proof of admission: hand it on as it is. */
export type Admission = Awaited<ReturnType<Ingress['resolve']>>;

// The socket is authenticated and the server sets `user_id`, so the claim is verified; names can change hands.
const identity = defineStableChannelIngressIdentity({
  key: 'user-id',
  normalize: normalizeAllowEntry,
  authentication: 'verified',
  sensitivity: 'pii',
});

/** A message that our own rules let through. */
export interface AdmissionFacts {
  readonly cfg: OpenClawConfig;
  readonly accountId: string;
  readonly rules: PolicyRules;
  readonly decision: AnswerDecision | PairDecision;
  readonly route: TurnRoute;
  readonly kind: ChatKind;
  readonly channel: Pick<Channel, 'id'>;
  readonly sender: Pick<User, 'id' | 'username'>;
  readonly messageId: string;
  /** The ids of the people whose pairing has been approved. */
  readonly readPaired: () => Promise<string[]>;
  /** What it is; a post when absent. */
  readonly event?: 'button' | 'native-command' | 'reaction';
}

/**
 * What OpenClaw is asked about a message. Both its resolver and our rules have to agree; the resolver gets the lists that
 * count in the channel, so that both read the same ones.
 */
export function admissionQuestion(facts: AdmissionFacts): AdmissionQuestion {
  const { cfg, rules, decision, route, kind, channel } = facts;
  const here = kind === 'direct' ? undefined : rulesForChannel(rules, channel.id, kind);
  return {
    channelId: 'mattermost',
    accountId: facts.accountId,
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
    event: {
      kind: facts.event ?? 'message',
      authMode: 'inbound',
      mayPair: facts.event === undefined && kind === 'direct' && decision.speaker.kind === 'person',
    },
    policy: {
      dmPolicy: rules.dmPolicy,
      groupPolicy: here?.groupPolicy ?? rules.groupPolicy,
      groupAllowFromFallbackToAllowFrom: false,
      // Whether the bot was called has been decided already, by rules that know Mattermost.
      activation: { requireMention: false, allowTextCommands: true },
    },
    allowFrom: subjectsOf(rules.allowFrom, facts),
    groupAllowFrom: subjectsOf(here?.allowFrom ?? rules.groupAllowFrom, facts),
    ...(cfg.accessGroups && { accessGroups: cfg.accessGroups }),
    mentionFacts: { canDetectMention: true, wasMentioned: decision.action === 'answer' && wasMentioned(decision) },
    readStoreAllowFrom: facts.readPaired,
    // Without it OpenClaw gives no sender the rights of commands: `stop` and the level of `/reasoning` have no effect then.
    command: {
      allowTextCommands: rules.textCommands !== false,
      hasControlCommand: decision.action === 'answer' && decision.command,
    },
  };
}

/**
 * The entries as OpenClaw's resolver compares them. It knows ids and groups; where names are allowed, an entry that names
 * the sender becomes the sender's id.
 */
function subjectsOf(
  entries: PolicyRules['allowFrom'],
  { sender, rules, decision: { speaker } }: AdmissionFacts,
): (string | number)[] {
  if (!rules.nameMatching || speaker.kind === 'webhook') return [...entries];
  const name = sender.username.toLowerCase();
  return entries.map(entry => (String(entry).trim().replace(/^@/, '').toLowerCase() === name ? sender.id : entry));
}

/**
 * The same request under another message id, for a turn that OpenClaw would take for a duplicate.
 *
 * @throws Error when OpenClaw does not let the message in any more
 */
export async function withMessageId(ingress: Ingress, request: TurnRequest, messageId: string): Promise<TurnRequest> {
  if (request.messageId === messageId) return request;
  const { contextBinding } = request.question;
  const question = { ...request.question, contextBinding: { ...contextBinding, messageId } } as AdmissionQuestion;
  const admission = await ingress.resolve(question);
  if (admission.ingress.admission !== 'dispatch') throw new Error('OpenClaw does not let the message in any more');
  return { ...request, messageId, question, admission };
}
