import type { AnswerDecision } from '@clawmost/mm-policy';
import type { OpenClawConfig, PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import type { Delivery } from '../answers/delivery.ts';
import type { InboundFacts } from '../messages/facts.ts';
import type { Admission } from './admission.ts';
import type { TurnRoute } from './route.ts';

type Inbound = PluginRuntime['channel']['inbound'];
type Plan = Parameters<Inbound['dispatch']>[0];

/** How the host tells that it takes a turn over, puts it off, or is done with one that it had put off. */
export type AdoptionLifecycle = NonNullable<Plan['turnAdoptionLifecycle']>;

/** Everything that one admitted post needs to become a turn of the agent. */
export interface Turn {
  readonly inbound: Inbound;
  readonly cfg: OpenClawConfig;
  readonly accountId: string;
  readonly facts: InboundFacts;
  /** Who is answered: the author, or the webhook that wrote in the author's name. */
  readonly speaker: AnswerDecision['speaker'];
  /** What the agent reads: the message without the mention. */
  readonly text: string;
  readonly requireMention: boolean;
  readonly route: TurnRoute;
  readonly admission: Admission;
  readonly delivery: Delivery;
  readonly lifecycle: AdoptionLifecycle;
  /** What the configuration adds to the agent's instructions in this channel. */
  readonly systemPrompt?: string | undefined;
  /** The only skills that are loaded in this channel. */
  readonly skills?: readonly string[] | undefined;
  /** Shows that the agent is at work; the host calls it again and again while the turn lasts. */
  readonly typing: () => Promise<void>;
  readonly onTypingError: (error: unknown) => void;
}

/** Hands an admitted post to the host. Settles when the turn has ended and its answer has been delivered. */
export async function dispatchTurn(turn: Turn): ReturnType<Inbound['dispatch']> {
  const { facts, route, accountId, skills } = turn;
  const to = replyTarget(facts);
  return turn.inbound.dispatch({
    cfg: turn.cfg,
    channel: 'mattermost',
    accountId,
    messageId: facts.messageId,
    route: { agentId: route.agentId, dmScope: route.dmScope, sessionKey: route.sessionKey },
    ctxPayload: buildContext(turn, to),
    record: {
      ...(facts.kind === 'direct' && {
        updateLastRoute: { sessionKey: route.sessionKey, channel: 'mattermost', to, accountId },
      }),
    },
    delivery: turn.delivery,
    replyPipeline: { typing: { start: turn.typing, onStartError: turn.onTypingError } },
    replyOptions: { disableBlockStreaming: true, ...(skills && { skillFilter: [...skills] }) },
    turnAdoptionLifecycle: turn.lifecycle,
  });
}

function buildContext(turn: Turn, to: string): ReturnType<Inbound['buildContext']> {
  const { facts, route, accountId, admission, text, systemPrompt } = turn;
  const { post, sender, channel, kind = 'direct' } = facts;
  return turn.inbound.buildContext({
    channel: 'mattermost',
    accountId,
    messageId: facts.messageId,
    timestamp: post.create_at,
    from: kind === 'direct' ? `mattermost:${sender.id}` : `mattermost:${kind}:${channel.id}`,
    sender: senderOf(turn),
    conversation: {
      kind,
      id: channel.id,
      label: kind === 'direct' ? `@${sender.username}` : `#${channel.name}`,
      nativeChannelId: channel.id,
      routePeer: route.peer,
      ...(channel.team_id && { spaceId: channel.team_id }),
      ...(route.threadId && { threadId: route.threadId, parentId: channel.id }),
    },
    route: {
      agentId: route.agentId,
      dmScope: route.dmScope,
      accountId,
      routeSessionKey: route.baseSessionKey,
      dispatchSessionKey: route.sessionKey,
      mainSessionKey: route.mainSessionKey,
      ...(route.threadId && kind !== 'direct' && { parentSessionKey: route.baseSessionKey }),
    },
    reply: {
      to,
      originatingTo: to,
      nativeChannelId: channel.id,
      ...(route.threadId && { replyToId: route.threadId, messageThreadId: route.threadId }),
    },
    message: {
      inboundEventKind: 'user_request',
      rawBody: post.message,
      bodyForAgent: text,
      commandBody: text,
      senderLabel: senderOf(turn).name,
    },
    access: {
      // Whatever the host thinks of its words: a webhook gives no commands.
      commands: { authorized: turn.speaker.kind !== 'webhook' && admission.commandAccess.authorized },
      mentions: { canDetectMention: true, wasMentioned: true, requireMention: turn.requireMention },
    },
    ...(systemPrompt && { supplemental: { groupSystemPrompt: systemPrompt } }),
    channelIngress: admission,
  });
}

/** The target by which the host finds back here, also for turns that it resumes or queues. */
export function replyTarget({ kind, sender, channel }: InboundFacts): string {
  return kind === 'direct' ? `user:${sender.id}` : `channel:${channel.id}`;
}

/** A webhook is nobody but itself: never the user who made it, in whose name it writes. */
function senderOf({ speaker, facts: { sender } }: Turn) {
  if (speaker.kind === 'webhook') return { id: speaker.subject, name: speaker.name, isBot: true };
  const { id, username, is_bot } = sender;
  return { id, username, name: displayName(sender), ...(is_bot && { isBot: true }) };
}

function displayName(sender: InboundFacts['sender']): string {
  const full = [sender.first_name, sender.last_name].filter(Boolean).join(' ');
  return sender.nickname || full || sender.username;
}
