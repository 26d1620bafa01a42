import { rulesForChannel } from './channel-rules.ts';
import type { ChatKind, PolicyPost } from './facts.ts';
import type { PolicyRules } from './rules.ts';

/** Where an answer goes. */
export interface AnswerPlace {
  /** The root of the thread for the answer; `undefined` at channel level. */
  readonly rootId: string | undefined;
  /** Whether the answer starts that thread, so that the conversation is a new one. */
  readonly startsThread: boolean;
}

/**
 * Says in which thread the answer to a post belongs.
 *
 * In channels it stays in the post's thread, and starts one where `replyToMode` asks for it. Direct messages are one
 * rolling conversation, in threads too, unless `replyToModeByChatType.direct` says otherwise.
 */
export function placeAnswer(
  post: Pick<PolicyPost, 'id' | 'channel_id' | 'root_id'>,
  kind: ChatKind,
  rules: PolicyRules,
): AnswerPlace {
  const direct = kind === 'direct';
  const mode = direct
    ? (rules.replyToModeByChatType.direct ?? 'off')
    : rulesForChannel(rules, post.channel_id, kind).replyToMode;
  if (mode === 'off') return { rootId: direct ? undefined : post.root_id || undefined, startsThread: false };
  return { rootId: post.root_id || post.id, startsThread: !post.root_id };
}
