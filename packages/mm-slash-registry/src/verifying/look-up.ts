import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandsApi, ServerCommand } from '../commands/api.ts';
import type { RegisteredCommand } from './known-commands.ts';

/** What the server says about a command now; `unreachable` when it did not say in time. */
export type LookedUp = ServerCommand | 'gone' | 'unreachable';

/**
 * Asks the server for a command: by its id, and when that brings nothing, in the list of its team. The list also finds one
 * that was deleted and made again by the same user.
 */
export async function lookUpCommand(
  api: CommandsApi,
  { id, teamId, trigger }: RegisteredCommand,
  userId: string,
  timeoutMs: number,
): Promise<LookedUp> {
  const byId = await inTime(signal => api.get(id, { signal }), timeoutMs);
  if (byId !== undefined) return byId;
  const listed = await inTime(signal => api.list(teamId, { custom_only: true }, { signal }), timeoutMs);
  if (listed === undefined) return 'unreachable';
  const isSame = (one: ServerCommand) => one.trigger === trigger && one.creator_id === userId;
  return listed.find(one => one.id === id) ?? listed.find(isSame) ?? 'gone';
}

/** The result of a call; `undefined` when it fails or takes too long. */
async function inTime<T>(call: (signal: AbortSignal) => Promise<T>, timeoutMs: number): Promise<T | undefined> {
  const end = new AbortController();
  try {
    const answer = call(end.signal);
    answer.catch(() => {});
    return await Promise.race([answer, sleep(timeoutMs, undefined, { signal: end.signal })]);
  } catch {
    return undefined;
  } finally {
    end.abort();
  }
}
