import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { resolveAckReaction, shouldAckReaction } from 'openclaw/plugin-sdk/channel-feedback';
import { markPost } from './post-marks.ts';
import type { TurnRequest } from './turn.ts';

/**
 * Puts the reaction of OpenClaw's settings on a post that is to be answered (`messages.ackReaction` and its scope). Call the
 * returned function when the post is answered: it takes the reaction off, unless `messages.removeAckAfterReply` is false.
 */
export function acknowledge(cfg: OpenClawConfig, accountId: string, request: TurnRequest): () => void {
  const emoji = acknowledgementOf(cfg, accountId, request);
  if (emoji === undefined) return () => {};
  const mark = markPost(accountId, request.id, emoji);
  return () => {
    if (isRemovedInTheEnd(cfg)) mark.remove();
  };
}

/** The reaction that says that a message was received; `undefined` when the settings want none. */
export function acknowledgementOf(cfg: OpenClawConfig, accountId: string, request: TurnRequest): string | undefined {
  const { kind, route, wasMentioned, requireMention, isStop } = request;
  const isDirect = kind === 'direct';
  const isWanted = shouldAckReaction({
    ...{ scope: cfg.messages?.ackReactionScope, isDirect, isGroup: !isDirect, isMentionableGroup: !isDirect },
    ...{ canDetectMention: true, effectiveWasMentioned: wasMentioned, requireMention, shouldBypassMention: false },
  });
  if (!isWanted || isStop) return undefined;
  return resolveAckReaction(cfg, route.agentId, { channel: 'mattermost', accountId }).trim() || undefined;
}

/** Whether the reaction is taken off when the message is answered. */
export function isRemovedInTheEnd(cfg: OpenClawConfig): boolean {
  return cfg.messages?.removeAckAfterReply !== false;
}
