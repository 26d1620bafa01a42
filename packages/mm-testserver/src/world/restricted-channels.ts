import type { Channel } from './channels.ts';
import type { World } from './world.ts';

/** Whether a direct or group channel is restricted: the configuration asks for a common team, and there is none. */
export function isRestricted(world: World, { id, type }: Channel): boolean {
  if (world.config.RestrictDirectMessage === 'any' || (type !== 'D' && type !== 'G')) return false;
  const members = [...(world.channelMembers.get(id)?.keys() ?? [])];
  return ![...world.teams.keys()].some(teamId =>
    members.every(userId => world.teamMembers.get(teamId)?.get(userId)?.delete_at === 0),
  );
}
