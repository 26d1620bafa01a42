import { toJson } from '../json.ts';
import { findMentions, type Mentionable } from '../mentions.ts';
import { channelMembers } from './channel-members.ts';
import { type Channel, forgetCachedChannel } from './channels.ts';
import { publish } from './events.ts';
import { filesOf } from './files.ts';
import { mayInChannel } from './permissions.ts';
import { postJson, textsOf } from './post-json.ts';
import type { StoredPost } from './posts.ts';
import { statusOf } from './statuses.ts';
import { announceReply } from './threads.ts';
import { userById, usernamesOf } from './users.ts';
import type { World } from './world.ts';

/** Publishes `posted` to all members of the channel, its author too, and counts the mentions. */
export function announcePost(
  world: World,
  channel: Channel,
  post: StoredPost,
  { pendingPostId = '', setOnline }: { pendingPostId?: string; setOnline: boolean },
): void {
  forgetCachedChannel(world, channel.id);
  const mentioned = mentionedBy(world, channel, post);
  countMentions(world, channel, post, mentioned);
  const withImage = filesOf(world, post.file_ids).some(({ mime_type }) => mime_type.startsWith('image/'));
  const dataWith = (mentions: readonly string[]): Readonly<Record<string, unknown>> => ({
    channel_display_name: channelName(world, channel, post),
    channel_name: channel.name,
    channel_type: channel.type,
    ...(withImage && { image: 'true' }),
    ...(mentions.length > 0 && { mentions: JSON.stringify(mentions) }),
    ...(post.file_ids.length > 0 && { otherFile: 'true' }),
    post: toJson(postJson(world, post, { pendingPostId })),
    sender_name: senderName(world, channel, post),
    set_online: setOnline,
    team_id: channel.team_id,
  });
  publish(world, {
    event: 'posted',
    data: dataWith(mentioned),
    to: { channel_id: channel.id },
    ...(world.traits.mentionsOnlyForMentioned && {
      dataFor: userId => dataWith(mentioned.filter(id => id === userId)),
    }),
  });
  const root = world.posts.get(post.root_id);
  if (root) announceReply(world, channel, post, { mentioned, mentionedByRoot: mentionedBy(world, channel, root) });
}

function mentionedBy(world: World, channel: Channel, post: StoredPost): string[] {
  const members = channelMembers(world, channel.id).map(({ user_id }) => userById(world, user_id));
  const byWebhook = post.props['from_webhook'] === 'true';
  const toAll = channel.type === 'D' || (channel.type === 'G' && world.traits.groupPostsMentionAll);
  if (toAll) {
    const others = members.filter(({ id }) => byWebhook || id !== post.user_id);
    return others.map(({ id }) => id);
  }
  const mentionable = members.map(({ id, username, first_name, notify_props }): Mentionable => {
    const keys = (notify_props['mention_keys'] ?? '').split(',').map(key => key.trim());
    return {
      id,
      username,
      keys: keys.filter(key => key !== ''),
      ...(notify_props['first_name'] === 'true' && first_name && { firstName: first_name }),
      channelWide: notify_props['channel'] === 'true',
      online: statusOf(world, id) === 'online',
    };
  });
  const channelWide =
    mayInChannel(world, post.user_id, channel.id, 'use_channel_mentions') &&
    post.type !== 'system_header_change' &&
    post.type !== 'system_purpose_change';
  const mentioned = findMentions(textsOf(post), mentionable, { channelWide });
  // The system post about a new member mentions this member.
  if (post.type === 'system_add_to_channel') mentioned.add(String(post.props['addedUserId']));
  if (!byWebhook) mentioned.delete(post.user_id);
  return [...mentioned];
}

function countMentions(world: World, channel: Channel, post: StoredPost, mentioned: readonly string[]): void {
  for (const id of mentioned) {
    const member = world.channelMembers.get(channel.id)?.get(id);
    if (!member) continue;
    member.mention_count += 1;
    if (post.root_id === '') member.mention_count_root += 1;
    member.last_update_at = world.clock.now();
  }
}

/** The display name in the event: the sender for a direct channel, all members for a group. */
function channelName(world: World, channel: Channel, post: StoredPost): string {
  if (channel.type === 'D') return `@${userById(world, post.user_id).username}`;
  if (channel.type !== 'G') return channel.display_name;
  return usernamesOf(
    world,
    channelMembers(world, channel.id).map(({ user_id }) => user_id),
  );
}

// Only for display: a webhook can set it, so it does not prove who wrote the post.
function senderName(world: World, channel: Channel, { type, props, user_id }: StoredPost): string {
  if (type.startsWith('system_')) return 'System';
  const override = props['override_username'];
  const mayOverride = world.config.EnablePostUsernameOverride && channel.type !== 'D';
  if (mayOverride && props['from_webhook'] === 'true' && typeof override === 'string') return override;
  return `@${userById(world, user_id).username}`;
}
