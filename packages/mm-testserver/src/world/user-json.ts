import { publish } from './events.ts';
import type { User } from './users.ts';
import type { World } from './world.ts';

/** The JSON of a user for all others. */
export function userProfile({ traits }: World, user: User): Record<string, unknown> {
  const { id, create_at, update_at, delete_at, username, email, nickname, first_name, last_name, roles, bot } = user;
  const { last_picture_update } = user;
  return {
    id,
    create_at,
    update_at,
    delete_at,
    username,
    auth_data: '',
    auth_service: '',
    email,
    nickname,
    first_name,
    last_name,
    position: '',
    roles,
    ...(last_picture_update !== undefined && { last_picture_update }),
    locale: 'en',
    timezone: { automaticTimezone: '', manualTimezone: '', useAutomaticTimezone: 'true' },
    ...(bot && { is_bot: true }),
    ...(bot?.description && { bot_description: bot.description }),
    ...(traits.remoteIdOnUsers && !bot && { remote_id: '' }),
    disable_welcome_email: false,
  };
}

/** The JSON of a user for themselves. */
export function ownProfile(world: World, user: User): Record<string, unknown> {
  const { auth_data, ...profile } = userProfile(world, user);
  return {
    ...profile,
    ...(world.traits.authDataOnOwnProfile && { auth_data }),
    notify_props: user.notify_props,
    last_password_update: user.create_at,
  };
}

/** Publishes `user_updated` to all users; the user gets the own profile. */
export function announceUser(world: World, user: User): void {
  const others = { event: 'user_updated', data: { user: userProfile(world, user) } };
  publish(world, { ...others, to: { omit_users: { [user.id]: true } } });
  publish(world, { event: 'user_updated', data: { user: ownProfile(world, user) }, to: { user_id: user.id } });
}
