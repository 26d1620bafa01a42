import type { CallOptions } from '../options.ts';
import { doneSchema } from '../schemas/system.ts';
import type { Send } from '../send.ts';

/** The line that says who is typing. */
export interface TypingRoutes {
  /**
   * Shows the account as typing for about 5 s, in the thread of `parentId` if given. Call it again to go on.
   *
   * @throws NotSentError when the rate limit leaves no room soon: a late sign of typing is worse than none.
   */
  start(channelId: string, parentId?: string, call?: CallOptions): Promise<void>;
}

export function typingRoutes(send: Send): TypingRoutes {
  return {
    start: async (channelId, parentId, call) => {
      const body = { channel_id: channelId, parent_id: parentId };
      return send({ method: 'POST', path: '/users/me/typing', body, lane: 'typing', schema: doneSchema }, call);
    },
  };
}
