import { HttpError } from '@clawmost/mm-rest';
import type { ActionCall } from './call.ts';

/**
 * The agent writes only where the person could who has asked for it; otherwise it would be a way around the permissions of
 * the server. Owners, operators and jobs are free, and so are direct messages.
 *
 * @throws Error when the person is not in the channel
 */
export async function insistOnAccess(
  { account, requester }: Pick<ActionCall, 'account' | 'requester'>,
  channelId: string,
): Promise<void> {
  const { id, isOwner } = requester;
  if (id === undefined || isOwner) return;
  const { rest, lookUp, signal } = account;
  const { type } = await lookUp.channels.get(channelId);
  if (type === 'D') return;
  try {
    await rest.channels.getMember(channelId, id, { signal });
  } catch (error) {
    if (!(error instanceof HttpError) || ![400, 403, 404].includes(error.status)) throw error;
    throw new Error(`The person who asked for this is not in the channel ${channelId}, so nothing is written there.`, {
      cause: error,
    });
  }
}
