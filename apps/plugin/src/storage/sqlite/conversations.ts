import type { StateFile } from '@clawmost/mm-inbox/sqlite';
import { type Conversations, conversationMs, mostThreadAgents } from '../conversations.ts';

const steps = [
  `CREATE TABLE conversation_seen (session_key TEXT PRIMARY KEY, seen_until INTEGER NOT NULL) STRICT;
   CREATE INDEX conversation_seen_by_time ON conversation_seen (seen_until);
   CREATE TABLE thread_agents (number INTEGER PRIMARY KEY, root_id TEXT NOT NULL UNIQUE, agent_id TEXT NOT NULL) STRICT;
   CREATE TABLE thread_told (
     root_id TEXT NOT NULL, user_id TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (root_id, user_id)
   ) STRICT;
   CREATE INDEX thread_told_by_time ON thread_told (at);`,
];

/** Keeps what is remembered of conversations in a state file. */
export function sqliteConversations(file: StateFile): Conversations {
  file.migrate('conversations', steps);
  const { database } = file;
  const readSeen = database.prepare('SELECT seen_until FROM conversation_seen WHERE session_key = ?');
  const writeSeen = database.prepare(
    `INSERT INTO conversation_seen (session_key, seen_until) VALUES (?, ?) ON CONFLICT DO UPDATE SET
     seen_until = max(seen_until, excluded.seen_until)`,
  );
  const pruneSeen = database.prepare('DELETE FROM conversation_seen WHERE seen_until <= ?');
  const readAgent = database.prepare('SELECT agent_id FROM thread_agents WHERE root_id = ?');
  const dropAgent = database.prepare('DELETE FROM thread_agents WHERE root_id = ?');
  const writeAgent = database.prepare('INSERT INTO thread_agents (root_id, agent_id) VALUES (?, ?)');
  const pruneAgents = database.prepare(
    'DELETE FROM thread_agents WHERE number <= (SELECT max(number) FROM thread_agents) - ?',
  );
  const writeTold = database.prepare(
    'INSERT INTO thread_told (root_id, user_id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const pruneTold = database.prepare('DELETE FROM thread_told WHERE at <= ?');
  return {
    async seenUntil(sessionKey) {
      const row = readSeen.get(sessionKey);
      return row === undefined ? undefined : Number(row['seen_until']);
    },
    noteSeen: async (sessionKey, at) =>
      file.transaction(() => {
        writeSeen.run(sessionKey, at);
        pruneSeen.run(at - conversationMs);
      }),
    async agentOf(rootId) {
      const row = readAgent.get(rootId);
      return row === undefined ? undefined : String(row['agent_id']);
    },
    assignAgent: async (rootId, agentId) =>
      file.transaction(() => {
        dropAgent.run(rootId);
        if (agentId === undefined) return;
        writeAgent.run(rootId, agentId);
        pruneAgents.run(mostThreadAgents);
      }),
    noteTold: async (rootId, userId, at) =>
      file.transaction(() => {
        pruneTold.run(at - conversationMs);
        return Number(writeTold.run(rootId, userId, at).changes) > 0;
      }),
  };
}
