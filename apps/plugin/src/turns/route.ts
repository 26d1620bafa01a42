import type { AnswerPlace, ChatKind } from '@clawmost/mm-policy';
import type { Channel } from '@clawmost/mm-rest';
import type { OpenClawConfig, PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import { resolveThreadSessionKeys } from 'openclaw/plugin-sdk/routing';

type Routing = Pick<PluginRuntime['channel']['routing'], 'buildAgentSessionKey' | 'resolveAgentRoute'>;

/** A conversation whose agent is asked for. */
export interface Conversation {
  readonly kind: ChatKind;
  readonly channel: Pick<Channel, 'id' | 'team_id'>;
  /** The person, for a direct message. */
  readonly senderId: string;
}

/** Which agent answers in a conversation, and in which session. */
export interface AgentRoute
  extends Pick<ReturnType<Routing['resolveAgentRoute']>, 'agentId' | 'mainSessionKey' | 'dmScope'> {
  readonly peer: { readonly kind: ChatKind; readonly id: string };
  /** The session of the conversation as a whole. */
  readonly baseSessionKey: string;
}

/** Which agent answers a message, in which session, and in which thread. */
export interface TurnRoute extends AgentRoute {
  /** The session of the message: in a thread, that of the thread. */
  readonly sessionKey: string;
  /** The root of the thread in which the answer belongs; absent at channel level. */
  readonly threadId: string | undefined;
}

/**
 * Asks OpenClaw which agent answers in a conversation, and in which session.
 *
 * @param agentId the agent that the thread was handed over to, or that the channel's own settings name; it wins over
 *   OpenClaw's bindings
 */
export function resolveAgent(
  routing: Routing,
  { cfg, accountId, agentId }: { cfg: OpenClawConfig; accountId: string; agentId?: string | undefined },
  { kind, channel, senderId }: Conversation,
): AgentRoute {
  const peer = { kind, id: kind === 'direct' ? senderId : channel.id };
  const { sessionKey, ...resolved } = routing.resolveAgentRoute({
    cfg,
    channel: 'mattermost',
    accountId,
    ...(channel.team_id && { teamId: channel.team_id }),
    peer,
  });
  const { mainSessionKey, dmScope } = resolved;
  const isNamed = agentId !== undefined && agentId !== resolved.agentId;
  return {
    agentId: isNamed ? agentId : resolved.agentId,
    baseSessionKey: isNamed
      ? routing.buildAgentSessionKey({ agentId, channel: 'mattermost', accountId, peer })
      : sessionKey,
    mainSessionKey,
    dmScope,
    peer,
  };
}

/** The route of one message: in a thread, its session is the thread's own. */
export function routeTurn(agent: AgentRoute, { rootId: threadId }: Pick<AnswerPlace, 'rootId'>): TurnRoute {
  const { baseSessionKey, peer } = agent;
  if (!threadId) return { ...agent, sessionKey: baseSessionKey, threadId: undefined };
  const parentSessionKey = peer.kind === 'direct' ? undefined : baseSessionKey;
  const keys = resolveThreadSessionKeys({ baseSessionKey, threadId, ...(parentSessionKey && { parentSessionKey }) });
  return { ...agent, sessionKey: keys.sessionKey, threadId };
}
