import type { AnswerPlace, ChatKind } from '@clawmost/mm-policy';
import type { OpenClawConfig, PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import { resolveThreadSessionKeys } from 'openclaw/plugin-sdk/routing';
import type { InboundFacts } from '../messages/facts.ts';

type Routing = Pick<PluginRuntime['channel']['routing'], 'buildAgentSessionKey' | 'resolveAgentRoute'>;
type AgentRoute = ReturnType<Routing['resolveAgentRoute']>;

/** Which agent answers a post, in which session, and in which thread. */
export interface TurnRoute extends Pick<AgentRoute, 'agentId' | 'mainSessionKey' | 'dmScope'> {
  readonly peer: { readonly kind: ChatKind; readonly id: string };
  /** The session of the conversation as a whole. */
  readonly baseSessionKey: string;
  /** The session of this post: the thread's own, where it stands in one. */
  readonly sessionKey: string;
  /** The root of the thread in which the answer belongs; absent at channel level. */
  readonly threadId: string | undefined;
}

/** What a route is made from, besides the post. */
export interface RouteOptions {
  readonly routing: Routing;
  readonly cfg: OpenClawConfig;
  readonly accountId: string;
  /** The agent that the configuration of the channel names; it wins over the host's bindings. */
  readonly agentId?: string | undefined;
}

/** What is read of a post to find its agent. */
type Conversation = Pick<InboundFacts, 'post' | 'channel' | 'kind'>;

/** Asks the host who answers in a conversation, and in which session; the configuration of the channel has the last word. */
export function resolveAgent(
  { routing, cfg, accountId, agentId }: RouteOptions,
  { post, channel, kind = 'direct' }: Conversation,
): AgentRoute & Pick<TurnRoute, 'peer'> {
  const peer = { kind, id: kind === 'direct' ? post.user_id : channel.id };
  const resolved = routing.resolveAgentRoute({
    cfg,
    channel: 'mattermost',
    accountId,
    ...(channel.team_id && { teamId: channel.team_id }),
    peer,
  });
  if (agentId === undefined || agentId === resolved.agentId) return { ...resolved, peer };
  const sessionKey = routing.buildAgentSessionKey({ agentId, channel: 'mattermost', accountId, peer });
  return { ...resolved, agentId, sessionKey, peer };
}

/** Says which agent answers a post, and derives the session of a thread from its channel's. */
export function routeTurn(options: RouteOptions, facts: InboundFacts, place: AnswerPlace): TurnRoute {
  const route = resolveAgent(options, facts);
  const { kind = 'direct' } = facts;
  const threadId = place.rootId;
  const { sessionKey } = threadId
    ? resolveThreadSessionKeys({
        baseSessionKey: route.sessionKey,
        threadId,
        ...(kind !== 'direct' && { parentSessionKey: route.sessionKey }),
      })
    : route;
  const { agentId, mainSessionKey, dmScope, peer } = route;
  return {
    agentId,
    mainSessionKey,
    dmScope,
    peer,
    baseSessionKey: route.sessionKey,
    sessionKey,
    threadId,
  };
}
