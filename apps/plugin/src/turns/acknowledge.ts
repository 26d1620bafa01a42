import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { resolveAckReaction, shouldAckReaction } from 'openclaw/plugin-sdk/channel-feedback';
import { markPost } from './post-marks.ts';
import type { TurnRequest } from './turn.ts';

/**
 * Puts the reaction of OpenClaw's settings on a post that is to be answered (`messages.ackReaction` and its scope). Call the
 * returned function when the post is answered: it takes the reaction off, unless `messages.removeAckAfterReply` is false.
 */
export function acknowledge(cfg: OpenClawConfig, accountId: string, request: TurnRequest): () => void {
  const { id, kind, route, wasMentioned, requireMention, isStop } = request;
  const isDirect = kind === 'direct';
  const isWanted = shouldAckReaction({
    ...{ scope: cfg.messages?.ackReactionScope, isDirect, isGroup: !isDirect, isMentionableGroup: !isDirect },
    ...{ canDetectMention: true, effectiveWasMentioned: wasMentioned, requireMention, shouldBypassMention: false },
  });
  if (!isWanted || isStop) return () => {};
  const mark = markPost(accountId, id, resolveAckReaction(cfg, route.agentId, { channel: 'mattermost', accountId }));
  return () => {
    if (cfg.messages?.removeAckAfterReply !== false) mark.remove();
  };
}
