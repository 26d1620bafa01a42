import { type Channel, saveChannel } from './channels.ts';
import type { World } from './world.ts';

const defaults = { 'town-square': 'Town Square', 'off-topic': 'Off-Topic' } as const;

/** Creates the two channels that every member of a team is in. */
export function createDefaultChannels(world: World, teamId: string): void {
  for (const [name, display_name] of Object.entries(defaults)) {
    saveChannel(world, { team_id: teamId, name, display_name, type: 'O', creator_id: '' });
  }
}

/** Finds these two channels of a team. */
export function defaultChannelsOf(world: World, teamId: string): Channel[] {
  return [...world.channels.values()].filter(({ team_id, name }) => team_id === teamId && name in defaults);
}
