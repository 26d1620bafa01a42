import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import {
  buildChannelOutboundSessionRoute,
  buildThreadAwareOutboundSessionRoute,
  type ChannelOutboundSessionRoute,
} from 'openclaw/plugin-sdk/core';
import type { SessionLookUp } from '../server/look-up.ts';
import { originOf, type Peer, readTarget, targetOf } from '../server/target.ts';
import { configuredReplyMode } from './reply-to-mode.ts';

/** What OpenClaw says about a message that it sends by target. */
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
 * Finds the session that posts of the same conversation use: it is named by the person for direct messages, else by the
 * channel and its kind, and in a thread also by the root. Resolves to `null` when the kind of the channel is not known:
 * with a guess, OpenClaw would open a second session.
 */
export async function resolveOutboundSession(
  request: OutboundRequest,
  lookUp: SessionLookUp,
): Promise<ChannelOutboundSessionRoute | null> {
  const target = readTarget(request.resolvedTarget?.to ?? request.target);
  if (target?.kind === 'user') {
    const route = routeOf(request, { kind: 'direct', id: target.id });
    // Direct messages are one rolling conversation unless threads are asked for.
    const mode = configuredReplyMode({ ...request, chatType: 'direct' });
    return mode === 'off' ? route : inThread(request, route, lookUp);
  }
  // Names were resolved before; without ids there is no session to find.
  if (target?.kind !== 'channel') return null;
  const kind = await lookUp.kindOf(target.id);
  // The session of a direct channel is named by the person, and its channel id does not say who that is.
  if (kind === undefined || kind === 'direct') return null;
  const route = routeOf(request, { kind, id: target.id });
  return inThread(
    { ...request, threadId: request.threadId || (request.replyToId ? undefined : target.postId) },
    route,
    lookUp,
  );
}

function routeOf({ cfg, agentId, accountId }: OutboundRequest, peer: Peer): ChannelOutboundSessionRoute {
  return buildChannelOutboundSessionRoute({
    cfg,
    agentId,
    channel: 'mattermost',
    accountId,
    recipientSessionExact: true,
    peer,
    chatType: peer.kind,
    from: originOf(peer),
    to: targetOf(peer),
  });
}

/** OpenClaw may name a thread by any post of it, as `--reply-to` does; its session is named by the first one. */
async function inThread(
  { replyToId, threadId, currentSessionKey }: OutboundRequest,
  route: ChannelOutboundSessionRoute,
  { rootOf }: SessionLookUp,
): Promise<ChannelOutboundSessionRoute> {
  const post = threadId ? String(threadId) : replyToId;
  return buildThreadAwareOutboundSessionRoute({
    route,
    replyToId,
    threadId: post && ((await rootOf(post)) ?? post),
    currentSessionKey,
    precedence: ['threadId', 'replyToId', 'currentSession'],
    parentSessionKey: route.baseSessionKey,
  });
}
