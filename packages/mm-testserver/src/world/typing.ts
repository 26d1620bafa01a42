import { publish } from './events.ts';
import type { World } from './world.ts';

/** Tells a channel that somebody is typing; the typist is left out. */
export function publishTyping(world: World, userId: string, channelId: string, parentId: string): void {
  publish(world, {
    event: 'typing',
    data: { parent_id: parentId, user_id: userId },
    to: { channel_id: channelId, omit_users: { [userId]: true } },
  });
}
