import type { InboxCall, InboxChannel, InboxRest } from '../rest.ts';

/**
 * All channels of the account, by one call for its teams and one for each of them. Direct and group channels come with
 * every team, so each channel counts once; an account without a team is told of no channel at all.
 */
export async function listChannels(rest: InboxRest, call: InboxCall): Promise<Map<string, InboxChannel>> {
  const channels = new Map<string, InboxChannel>();
  for (const { id } of await rest.teams.mine(call)) {
    for (const channel of await rest.channels.mine(id, {}, call)) {
      const known = channels.get(channel.id);
      const newer = known === undefined || known.last_post_at < channel.last_post_at;
      if (newer && !channel.delete_at) channels.set(channel.id, channel);
    }
  }
  return channels;
}
