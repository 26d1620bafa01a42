import type { ChatKind } from '@clawmost/mm-policy';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import {
  buildChannelOutboundSessionRoute,
  buildThreadAwareOutboundSessionRoute,
  type ChannelOutboundSessionRoute,
} from 'openclaw/plugin-sdk/core';
import { parseTarget } from '../server/target.ts';
import { replyToMode } from './reply-to-mode.ts';

/** What the host asks when it sends something by target. */
export interface OutboundRequest {
  readonly cfg: OpenClawConfig;
  readonly agentId: string;
  readonly accountId?: string | null;
  readonly target: string;
  readonly currentSessionKey?: string;
  readonly resolvedTarget?: { readonly to: string };
  readonly replyToId?: string | null;
  readonly threadId?: string | number | null;
}

/**
 * Finds the session that inbound posts of the same conversation use: by the person for direct messages, by the channel
 * and its kind for everything else, and by the root inside a thread. `null` where the kind cannot be found out, so that
 * the host does not open a second session under a guess.
 */
export async function resolveOutboundSession(
  request: OutboundRequest,
  kindOf: (channelId: string) => Promise<ChatKind | undefined>,
): Promise<ChannelOutboundSessionRoute | null> {
  const target = parseTarget(request.resolvedTarget?.to ?? request.target);
  if (!target) return null;
  if (target.kind === 'user') {
    const route = routeOf(request, 'direct', target.id);
    // Direct messages are one rolling conversation unless threads are asked for.
    return replyToMode({ ...request, chatType: 'direct' }) === 'off' ? route : inThread(request, route);
  }
  const kind = await kindOf(target.id);
  // A direct channel named by its own id: its session goes by the person, whom only `user:` names.
  if (kind === undefined || kind === 'direct') return null;
  return inThread(request, routeOf(request, kind, target.id));
}

function routeOf(
  { cfg, agentId, accountId }: OutboundRequest,
  kind: ChatKind,
  id: string,
): ChannelOutboundSessionRoute {
  return buildChannelOutboundSessionRoute({
    cfg,
    agentId,
    channel: 'mattermost',
    accountId,
    recipientSessionExact: true,
    peer: { kind, id },
    chatType: kind,
    from: kind === 'direct' ? `mattermost:${id}` : `mattermost:${kind}:${id}`,
    to: kind === 'direct' ? `user:${id}` : `channel:${id}`,
  });
}

function inThread(
  { replyToId, threadId, currentSessionKey }: OutboundRequest,
  route: ChannelOutboundSessionRoute,
): ChannelOutboundSessionRoute {
  return buildThreadAwareOutboundSessionRoute({
    route,
    replyToId,
    threadId,
    currentSessionKey,
    precedence: ['threadId', 'replyToId', 'currentSession'],
    parentSessionKey: route.baseSessionKey,
  });
}
