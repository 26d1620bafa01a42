import { HttpError } from '@clawmost/mm-rest';
import { processShared } from '../host/process-shared.ts';
import { isPostKey } from '../server/post-key.ts';
import type { ReadyAccount } from '../server/ready-account.ts';
import type { SessionGate } from './session-gate.ts';
import type { Turn } from './turn.ts';

/** Why a turn is not answered although it was begun. */
export type Withdrawal = 'prompt-deleted' | 'thread-gone';

/** How many deleted posts are remembered. A message waits a few seconds at most between the inbox and its turn. */
const mostRemembered = 1_000;

const deleted = processShared('deleted-posts', () => new Set<string>());

/**
 * A post was deleted. A turn whose messages are all deleted is stopped, and so is a turn in a thread that the post began:
 * nothing is said in front of others that answers a question which they cannot see.
 */
export function withdrawPost(gate: SessionGate, postId: string): void {
  deleted.add(postId);
  for (const oldest of deleted) {
    if (deleted.size <= mostRemembered) break;
    deleted.delete(oldest);
  }
  for (const turn of gate.allTurns()) {
    if (turn.request.isCommand) continue;
    if (isDeleted(gate, turn)) gate.withdraw(turn, 'prompt-deleted');
    else if (turn.request.route.threadId === postId) gate.withdraw(turn, 'thread-gone');
  }
}

/** Whether every message was deleted, so that there is nothing to answer. */
export function areDeleted(posts: readonly string[]): boolean {
  return posts.every(post => deleted.has(post));
}

/** A turn also answers the messages that have joined it. */
function isDeleted(gate: SessionGate, turn: Turn): boolean {
  const joined = gate.turnsIn(turn.request.route.sessionKey).filter(other => other.joined === turn);
  return [turn, ...joined].every(({ request }) => areDeleted(request.posts));
}

/** Events may have been lost: before the next answer of each running turn, the server is asked for its messages. */
export function doubtPosts(gate: SessionGate, accountId: string): void {
  for (const turn of gate.allTurns()) if (turn.accountId === accountId) turn.isDoubtful = true;
}

/** Asks the server which messages of a turn were deleted. When it does not say, they count as there. */
export async function lookForDeleted(
  { rest, signal }: Pick<ReadyAccount, 'rest' | 'signal'>,
  gate: SessionGate,
  turn: Turn,
): Promise<void> {
  turn.isDoubtful = false;
  for (const id of turn.request.posts) {
    // A click or a command has no post.
    if (!isPostKey(id)) continue;
    try {
      await rest.posts.get(id, { signal });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof HttpError && error.status === 404 && error.id !== undefined) withdrawPost(gate, id);
    }
  }
}
