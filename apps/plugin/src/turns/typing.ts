import { NotSentError } from '@clawmost/mm-rest';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { runningAccount } from '../answers/running-accounts.ts';
import { warnOf } from '../server/ready-account.ts';
import type { TurnRequest } from './turn.ts';

/**
 * Shows for some seconds that the bot is typing where the answer to a request belongs. Never rejects: OpenClaw, which calls
 * this every few seconds while a turn lasts, would show nothing more in that turn.
 */
export async function showTyping(
  accountId: string,
  { channel, route }: Pick<TurnRequest, 'channel' | 'route'>,
): Promise<void> {
  const account = runningAccount(accountId);
  if (!account) return;
  const { rest, signal } = account;
  try {
    await rest.typing.start(channel.id, route.threadId, { signal });
  } catch (error) {
    // The rate limit leaves no room for it now: the next one may have some.
    if (!(error instanceof NotSentError)) warnOf(account, 'typing could not be shown')(error);
  }
}

/**
 * Whether typing is shown as soon as a message is to be answered, some 90 ms before OpenClaw shows it. Not where the agent
 * may choose to say nothing, and not where `typingMode` asks OpenClaw to wait for the agent.
 */
export function isTypingShownAtOnce(
  cfg: OpenClawConfig,
  { kind, wasMentioned, isStop, route }: Pick<TurnRequest, 'kind' | 'wasMentioned' | 'isStop' | 'route'>,
): boolean {
  const entries = cfg.agents?.entries as Record<string, { readonly typingMode?: string }> | undefined;
  const mode = entries?.[route.agentId]?.typingMode ?? cfg.agents?.defaults?.typingMode;
  if (mode !== undefined && mode !== 'instant') return false;
  return !isStop && (kind === 'direct' || wasMentioned || mode === 'instant');
}
