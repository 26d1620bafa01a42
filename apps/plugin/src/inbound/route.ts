import type { OpenClawConfig, PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import { resolveThreadSessionKeys } from 'openclaw/plugin-sdk/routing';
import type { InboundFacts } from './facts.ts';

type AgentRoute = ReturnType<PluginRuntime['channel']['routing']['resolveAgentRoute']>;

/** Which agent answers a post, in which session, and in which thread. */
export interface TurnRoute extends Pick<AgentRoute, 'agentId' | 'mainSessionKey' | 'dmScope'> {
  readonly peer: { readonly kind: InboundFacts['kind']; readonly id: string };
  /** The session of the conversation as a whole. */
  readonly baseSessionKey: string;
  /** The session of this post: the thread's own, where it stands in one. */
  readonly sessionKey: string;
  /** The root of the thread in which the answer belongs; absent at channel level and in direct messages. */
  readonly threadId: string | undefined;
}

/** Asks the host for the agent of a conversation and derives the session of a thread from its channel's. */
export function routeTurn(
  routing: PluginRuntime['channel']['routing'],
  cfg: OpenClawConfig,
  accountId: string,
  facts: InboundFacts,
): TurnRoute {
  const { kind, post, channel } = facts;
  const peer = { kind, id: kind === 'direct' ? post.user_id : channel.id };
  const route = routing.resolveAgentRoute({
    cfg,
    channel: 'mattermost',
    accountId,
    ...(channel.team_id && { teamId: channel.team_id }),
    peer,
  });
  const threadId = kind === 'direct' ? undefined : post.root_id || undefined;
  const { sessionKey } = threadId
    ? resolveThreadSessionKeys({ baseSessionKey: route.sessionKey, threadId, parentSessionKey: route.sessionKey })
    : route;
  const { agentId, mainSessionKey, dmScope } = route;
  return { agentId, mainSessionKey, dmScope, peer, baseSessionKey: route.sessionKey, sessionKey, threadId };
}
