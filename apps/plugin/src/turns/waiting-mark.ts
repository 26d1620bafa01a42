import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { markPost, type PostMark } from './post-marks.ts';
import type { TurnRequest } from './turn.ts';

/** A message that waits for longer than this behind the turn of another one is marked. */
const waitingMs = 5_000;

/** ⏳ */
const waitingEmoji = 'hourglass_flowing_sand';

/**
 * Marks the post of a message that waits behind another turn, after some seconds: its author sees that it was not overlooked.
 * Call the returned function when the wait is over. Without reactions in OpenClaw's settings, nothing is marked.
 */
export function markWhileWaiting(cfg: OpenClawConfig, accountId: string, { id }: Pick<TurnRequest, 'id'>): () => void {
  const { ackReactionScope, statusReactions } = cfg.messages ?? {};
  const isOff = ackReactionScope === 'off' || ackReactionScope === 'none' || statusReactions?.enabled === false;
  let mark: PostMark | undefined;
  const timer = setTimeout(() => {
    if (!isOff) mark = markPost(accountId, id, waitingEmoji);
  }, waitingMs);
  timer.unref();
  return () => {
    clearTimeout(timer);
    mark?.remove();
  };
}
