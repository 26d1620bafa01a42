import { replyToModeOf } from './channel-rules.ts';
import type { ChatKind, PolicyPost } from './facts.ts';
import type { PolicyRules } from './rules.ts';

/** Where an answer belongs. */
export interface AnswerPlace {
  /** The root post of the thread; `undefined` for an answer at channel level. */
  readonly rootId: string | undefined;
  /** Whether the answer starts a thread, and with it a new conversation. */
  readonly startsThread: boolean;
}

/**
 * Decides in which thread the answer to a post belongs.
 *
 * In channels the answer goes into the thread of the post, and starts one with a `replyToMode` other than `off`. Direct messages
 * are one conversation without threads, unless `replyToModeByChatType.direct` says otherwise.
 */
export function placeAnswer(
  post: Pick<PolicyPost, 'id' | 'channel_id' | 'root_id'>,
  kind: ChatKind,
  rules: PolicyRules,
): AnswerPlace {
  const direct = kind === 'direct';
  const mode = replyToModeOf(rules, kind, post.channel_id);
  if (mode === 'follow') return { rootId: post.root_id || undefined, startsThread: false };
  if (mode === 'off') return { rootId: direct ? undefined : post.root_id || undefined, startsThread: false };
  return { rootId: post.root_id || post.id, startsThread: !post.root_id };
}
