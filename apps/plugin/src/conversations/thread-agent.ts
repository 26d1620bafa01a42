import { agentIds } from '../config/agents.ts';
import type { ReadyAccount } from '../server/ready-account.ts';
import { texts } from '../texts.ts';

/** What a person asks about the agent of a thread: which one it is, or to hand the thread over. */
export interface AgentCommand {
  /** The agent that is wanted, in lower case; absent for the question. */
  readonly wanted: string | undefined;
}

/** Gives a thread back to the agent that the settings name. */
const byDefault = 'default';

/** Reads `agent` and `agent <id>`, without the mention before it; `undefined` for any other message. */
export function readAgentCommand(text: string): AgentCommand | undefined {
  const [found, wanted] = /^\s*agent(?:\s+([a-z0-9][a-z0-9_-]{0,63}))?\s*$/i.exec(text) ?? [];
  return found === undefined ? undefined : { wanted: wanted?.toLowerCase() };
}

/** Where the question is asked. */
export interface AgentPlace {
  /** The thread; absent at channel level, where no thread begins. */
  readonly threadId: string | undefined;
  /** The agent that answers there now. */
  readonly agentId: string;
}

/**
 * Does what a person asks, who may give commands, and returns the answer to them. The choice is kept across restarts, and
 * ranks above `groups.<id>.agentId` and OpenClaw's bindings.
 */
export async function runAgentCommand(
  { stores, config }: Pick<ReadyAccount, 'config'> & { readonly stores: Pick<ReadyAccount['stores'], 'conversations'> },
  { wanted }: AgentCommand,
  { threadId, agentId }: AgentPlace,
): Promise<string> {
  const available = agentIds(config());
  if (wanted === undefined) return texts.agentOfThread(agentId, available);
  const isKnown = available.includes(wanted);
  if (!isKnown && wanted !== byDefault) return texts.noSuchAgent(wanted, available);
  if (threadId === undefined) return texts.agentNeedsThread;
  await stores.conversations.assignAgent(threadId, isKnown ? wanted : undefined);
  return isKnown ? texts.agentTakesThread(wanted) : texts.agentGivenBack;
}
