import type { Channel } from './channels.ts';
import { publish } from './events.ts';
import type { World } from './world.ts';

/** Marks a channel as read for a user, with an event to the user's other clients. */
export function markViewed(world: World, channel: Channel, userId: string): void {
  const member = world.channelMembers.get(channel.id)?.get(userId);
  const event = world.traits.viewedEvent;
  const isUnread = member && (member.msg_count < channel.total_msg_count || member.mention_count > 0);
  // With this event the server says nothing about channels that were read before.
  if (event === 'multiple_channels_viewed' && !isUnread) return;
  if (member) {
    member.mention_count = 0;
    member.mention_count_root = 0;
    member.msg_count = Math.max(member.msg_count, channel.total_msg_count);
    member.msg_count_root = Math.max(member.msg_count_root, channel.total_msg_count_root);
    member.last_viewed_at = Math.max(member.last_viewed_at, channel.last_post_at);
    member.last_update_at = member.last_viewed_at;
  }
  const data =
    event === 'channel_viewed' ? { channel_id: channel.id } : { channel_times: { [channel.id]: channel.last_post_at } };
  publish(world, { event, data, to: { user_id: userId } });
}
