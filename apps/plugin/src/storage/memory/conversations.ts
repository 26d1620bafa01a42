import { type Conversations, conversationMs, mostThreadAgents } from '../conversations.ts';

/** Keeps what is remembered of conversations in memory, for tests. */
export function memoryConversations(): Conversations {
  const seen = new Map<string, number>();
  const agents = new Map<string, string>();
  const told = new Map<string, number>();
  return {
    seenUntil: async sessionKey => seen.get(sessionKey),
    async noteSeen(sessionKey, at) {
      seen.set(sessionKey, Math.max(at, seen.get(sessionKey) ?? at));
      forgetBefore(seen, at - conversationMs);
    },
    agentOf: async rootId => agents.get(rootId),
    async assignAgent(rootId, agentId) {
      agents.delete(rootId);
      if (agentId === undefined) return;
      agents.set(rootId, agentId);
      const [oldest] = agents.keys();
      if (agents.size > mostThreadAgents && oldest !== undefined) agents.delete(oldest);
    },
    async noteTold(rootId, userId, at) {
      const key = JSON.stringify([rootId, userId]);
      forgetBefore(told, at - conversationMs);
      if (told.has(key)) return false;
      told.set(key, at);
      return true;
    },
  };
}

function forgetBefore(times: Map<string, number>, end: number): void {
  for (const [key, at] of times) if (at <= end) times.delete(key);
}
