import { publish } from './events.ts';
import type { User } from './users.ts';
import type { World } from './world.ts';

/** What everybody may see of a user. */
export function userProfile(user: User): Record<string, unknown> {
  const { id, create_at, update_at, delete_at, username, email, nickname, first_name, last_name, roles, bot } = user;
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
    locale: 'en',
    timezone: { automaticTimezone: '', manualTimezone: '', useAutomaticTimezone: 'true' },
    ...(bot && { is_bot: true }),
    ...(bot?.description && { bot_description: bot.description }),
    disable_welcome_email: false,
  };
}

/** What users see of themselves. */
export function ownProfile(user: User): Record<string, unknown> {
  return { ...userProfile(user), notify_props: user.notify_props, last_password_update: user.create_at };
}

/** Tells everybody that an account has changed; its owner gets the own view of it. */
export function announceUser(world: World, user: User): void {
  const others = { event: 'user_updated', data: { user: userProfile(user) } };
  publish(world, { ...others, to: { omit_users: { [user.id]: true } } });
  publish(world, { event: 'user_updated', data: { user: ownProfile(user) }, to: { user_id: user.id } });
}
