import { publish } from './events.ts';
import { insist, mayInChannel } from './permissions.ts';
import type { World } from './world.ts';

/** Shows a user as typing to the other members of a channel. */
export function startTyping(world: World, userId: string, channelId: string, parentId: string): void {
  insist(mayInChannel(world, userId, channelId, 'create_post'));
  publish(world, {
    event: 'typing',
    data: { parent_id: parentId, user_id: userId },
    to: { channel_id: channelId, omit_users: { [userId]: true } },
  });
}
