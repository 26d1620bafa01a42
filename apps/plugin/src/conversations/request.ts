import type { ChatKind } from '@clawmost/mm-policy';
import type { Channel } from '@clawmost/mm-rest';
import type { PostFile } from './files/post-files.ts';

/** The part of a request for a turn that says where it is, and what it is about. */
export interface ContextRequest {
  /** The ledger keys of everything that the turn is about. */
  readonly posts: readonly string[];
  readonly kind: ChatKind;
  readonly channel: Channel;
  /** When the last post was written, on the server's clock. */
  readonly timestamp: number;
  readonly route: {
    readonly agentId: string;
    readonly sessionKey: string;
    /** The session of the channel, in a thread. */
    readonly baseSessionKey: string;
    readonly threadId: string | undefined;
  };
  /** The first post of the thread that the message was written in. */
  readonly replyTo?: string | undefined;
  readonly files?: readonly PostFile[] | undefined;
}

/** Which posts come before a message: those of its thread, those of its channel, or none. */
export type HistoryScope = 'thread' | 'channel' | 'none';

/** A message that begins a thread was written at channel level. Flat direct messages are in the session already. */
export function scopeOf({ kind, posts, route: { threadId } }: ContextRequest): HistoryScope {
  const isInThread = threadId !== undefined && !posts.includes(threadId);
  if (isInThread) return 'thread';
  return kind === 'direct' ? 'none' : 'channel';
}

/** The session whose agent knows the earlier posts. */
export function sessionOfScope(request: ContextRequest): { readonly agentId: string; readonly sessionKey: string } {
  const { agentId, sessionKey, baseSessionKey } = request.route;
  return { agentId, sessionKey: scopeOf(request) === 'channel' ? baseSessionKey : sessionKey };
}
