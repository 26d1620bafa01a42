import { notPermitted } from '../errors.ts';
import type { World } from './world.ts';

/** The permissions, by Mattermost's names. */
export type Permission =
  | 'add_reaction'
  | 'add_user_to_team'
  | 'create_bot'
  | 'create_direct_channel'
  | 'create_emojis'
  | 'create_group_channel'
  | 'create_post'
  | 'create_post_ephemeral'
  | 'create_private_channel'
  | 'create_public_channel'
  | 'create_team'
  | 'create_user_access_token'
  | 'delete_emojis'
  | 'delete_others_emojis'
  | 'delete_others_posts'
  | 'delete_post'
  | 'delete_private_channel'
  | 'delete_public_channel'
  | 'edit_other_users'
  | 'edit_others_posts'
  | 'edit_post'
  | 'invite_user'
  | 'join_private_teams'
  | 'join_public_channels'
  | 'join_public_teams'
  | 'list_team_channels'
  | 'manage_incoming_webhooks'
  | 'manage_others_bots'
  | 'manage_others_incoming_webhooks'
  | 'manage_others_outgoing_webhooks'
  | 'manage_others_slash_commands'
  | 'manage_outgoing_webhooks'
  | 'manage_private_channel_members'
  | 'manage_private_channel_properties'
  | 'manage_public_channel_members'
  | 'manage_public_channel_properties'
  | 'manage_slash_commands'
  | 'manage_system'
  | 'manage_team'
  | 'manage_team_roles'
  | 'read_channel'
  | 'read_others_bots'
  | 'read_public_channel'
  | 'read_user_access_token'
  | 'remove_others_reactions'
  | 'remove_reaction'
  | 'remove_user_from_team'
  | 'revoke_user_access_token'
  | 'upload_file'
  | 'use_channel_mentions'
  | 'view_team';

const channelAdmin: readonly Permission[] = [
  'create_post',
  'add_reaction',
  'remove_reaction',
  'use_channel_mentions',
  'manage_public_channel_members',
  'manage_private_channel_members',
];

// The default roles of an unlicensed server, after its own migrations; `system_admin` holds every permission.
const roles: Readonly<Record<string, readonly Permission[]>> = {
  channel_user: [
    ...channelAdmin,
    'read_channel',
    'upload_file',
    'edit_post',
    'delete_post',
    'manage_public_channel_properties',
    'manage_private_channel_properties',
    'delete_public_channel',
    'delete_private_channel',
  ],
  channel_admin: channelAdmin,
  team_user: [
    'view_team',
    'list_team_channels',
    'read_public_channel',
    'join_public_channels',
    'create_public_channel',
    'create_private_channel',
    'add_user_to_team',
    'invite_user',
  ],
  // Can write to private channels of the team without being a member, but cannot read them.
  team_admin: [
    ...channelAdmin,
    'manage_team',
    'manage_team_roles',
    'manage_incoming_webhooks',
    'manage_others_incoming_webhooks',
    'manage_outgoing_webhooks',
    'manage_others_outgoing_webhooks',
    'manage_slash_commands',
    'manage_others_slash_commands',
    'remove_user_from_team',
    'delete_post',
    'delete_others_posts',
  ],
  system_user: [
    'create_team',
    'create_direct_channel',
    'create_group_channel',
    'join_public_teams',
    'create_emojis',
    'delete_emojis',
  ],
};

function grants(roleNames: string, permission: Permission): boolean {
  return roleNames.split(' ').some(name => name === 'system_admin' || roles[name]?.includes(permission));
}

/** Whether the user is a system administrator. */
export function isSystemAdmin(world: World, userId: string): boolean {
  return world.users.get(userId)?.roles.split(' ').includes('system_admin') ?? false;
}

/** Whether a system role of the user grants this. */
export function mayOnSystem(world: World, userId: string, permission: Permission): boolean {
  return grants(world.users.get(userId)?.roles ?? '', permission);
}

/** Whether a role in the team or a system role grants this. */
export function mayInTeam(world: World, userId: string, teamId: string, permission: Permission): boolean {
  if (teamId === '') return false;
  const member = world.teamMembers.get(teamId)?.get(userId);
  if (member?.delete_at === 0 && grants(member.roles, permission)) return true;
  return mayOnSystem(world, userId, permission);
}

/** Whether a role in the channel, in its team or on the system grants this. */
export function mayInChannel(world: World, userId: string, channelId: string, permission: Permission): boolean {
  const channel = world.channels.get(channelId);
  if (!channel) return false;
  const member = world.channelMembers.get(channelId)?.get(userId);
  if (member && grants(member.roles, permission)) return true;
  return channel.team_id === ''
    ? mayOnSystem(world, userId, permission)
    : mayInTeam(world, userId, channel.team_id, permission);
}

/** The same for the channel of a post; for an unknown post, only system roles count. */
export function mayAtPost(world: World, userId: string, postId: string, permission: Permission): boolean {
  const post = world.posts.get(postId);
  return post ? mayInChannel(world, userId, post.channel_id, permission) : mayOnSystem(world, userId, permission);
}

/** @throws {AppError} 403 when it is not allowed. */
export function insist(allowed: boolean): void {
  if (!allowed) throw notPermitted();
}
