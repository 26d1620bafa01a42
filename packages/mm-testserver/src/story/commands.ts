import { requestCommand } from '../integrations/commands.ts';
import { teamsOf } from '../world/teams.ts';
import type { World } from '../world/world.ts';
import type { Account } from './account.ts';
import type { Channel } from './channel.ts';
import { asUserAsync } from './errors.ts';
import { rootOf, type ThreadPost } from './post.ts';

/** Runs a slash command as a person; in a direct channel, with the first team of the person as the open one. */
export async function runCommand(
  world: World,
  who: Account,
  command: string,
  channel: Channel,
  thread: ThreadPost | undefined,
): Promise<void> {
  const teamId = channel.team_id || (teamsOf(world, who.id)[0]?.id ?? '');
  const rootId = thread ? rootOf(thread) : '';
  const input = { command, channel_id: channel.id, team_id: teamId, root_id: rootId };
  await asUserAsync(who.username, () => requestCommand(world, who.id, input));
}
