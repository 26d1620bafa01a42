import { AppError } from '../errors.ts';
import { publish } from './events.ts';
import type { World } from './world.ts';

/** An account, as the server saves it. */
export interface User {
  readonly id: string;
  readonly create_at: number;
  update_at: number;
  /** Not 0 while the account is deactivated. */
  delete_at: number;
  username: string;
  email: string;
  nickname: string;
  first_name: string;
  last_name: string;
  /** The names of system roles, separated by blanks. */
  roles: string;
  notify_props: Record<string, string>;
  readonly password: string;
  /** `undefined` for the default picture. */
  picture?: Buffer | undefined;
  /** Absent while the user never had a picture; with a minus after it was removed. */
  last_picture_update?: number;
  /** Only for bots. */
  bot?: BotDetails;
}

/** The fields that only bots have. */
export interface BotDetails {
  description: string;
  readonly owner_id: string;
  readonly create_at: number;
  update_at: number;
  delete_at: number;
}

/** The fields of a new account. */
export interface NewUser {
  readonly username: string;
  readonly email: string;
  readonly password: string;
  readonly nickname?: string | undefined;
  readonly first_name?: string | undefined;
  readonly last_name?: string | undefined;
  readonly bot?: { readonly description: string; readonly owner_id: string };
}

const restrictedUsernames = ['all', 'channel', 'matterbot', 'system'];

/** Whether a username is valid: lower case, at most 64 characters, not reserved. */
export function isValidUsername(username: string): boolean {
  return /^[a-z0-9._-]{1,64}$/.test(username) && !restrictedUsernames.includes(username);
}

/** Creates an account. The first one becomes the system administrator. */
export function createUser(world: World, input: NewUser): User {
  const username = input.username.toLowerCase();
  const email = input.email.toLowerCase();
  insistOnFreeName(world, '', username);
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw invalidUser('email');
  if (!input.bot) insistOnPassword(world, input.password);
  for (const other of world.users.values()) {
    if (other.email === email) throw taken('email');
  }
  const now = world.clock.now();
  const user: User = {
    id: world.newId(),
    create_at: now,
    update_at: now,
    delete_at: 0,
    username,
    email,
    nickname: input.nickname ?? '',
    first_name: input.first_name ?? '',
    last_name: input.last_name ?? '',
    roles: world.users.size === 0 ? 'system_admin system_user' : 'system_user',
    notify_props: defaultNotifyProps(world),
    password: input.password,
    ...(input.bot && { bot: { ...input.bot, create_at: now, update_at: now, delete_at: 0 } }),
  };
  world.users.set(user.id, user);
  // The server does not publish this event for a bot.
  if (!user.bot) publish(world, { event: 'new_user', data: { user_id: user.id }, to: {} });
  return user;
}

/** @throws {AppError} 400 for an invalid username, and for one that another account has. */
export function insistOnFreeName(world: World, userId: string, username: string): void {
  if (!isValidUsername(username)) throw invalidUser('username');
  for (const other of world.users.values()) {
    if (other.username === username && other.id !== userId) throw taken('username');
  }
}

function insistOnPassword({ traits }: World, password: string): void {
  const classes = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/];
  const good =
    traits.passwordRule === 'length'
      ? password.length >= 8
      : password.length >= 10 && classes.every(needed => needed.test(password));
  if (!good) {
    throw new AppError(400, traits.passwordErrorId, 'The password does not meet the requirements.');
  }
}

function defaultNotifyProps({ traits }: World): Record<string, string> {
  return {
    channel: 'true',
    comments: 'never',
    desktop: 'mention',
    desktop_sound: 'true',
    ...(traits.threadNotifyProps && { desktop_threads: 'all' }),
    email: 'true',
    ...(traits.threadNotifyProps && { email_threads: 'all' }),
    first_name: 'false',
    mention_keys: '',
    push: 'mention',
    push_status: traits.pushStatus,
    ...(traits.threadNotifyProps && { push_threads: 'all' }),
  };
}

function invalidUser(field: string): AppError {
  return new AppError(400, `model.user.is_valid.${field}.app_error`, `The ${field} is not valid.`);
}

function taken(field: 'username' | 'email'): AppError {
  return new AppError(400, `app.user.save.${field}_exists.app_error`, `An account with that ${field} already exists.`);
}

/** @throws {AppError} 404 for an unknown id. */
export function userById(world: World, id: string): User {
  const user = world.users.get(id);
  if (!user) throw new AppError(404, 'app.user.missing_account.const', 'Unable to find the user.');
  return user;
}

/** The usernames in alphabetical order, as the server names a group channel. */
export function usernamesOf(world: World, ids: readonly string[]): string {
  return ids
    .map(id => userById(world, id).username)
    .sort()
    .join(', ');
}

/** @throws {AppError} 404 for an unknown address. */
export function userByEmail(world: World, email: string): User {
  for (const user of world.users.values()) if (user.email === email) return user;
  throw new AppError(404, 'app.user.missing_account.const', 'Unable to find the user.');
}

/** @throws {AppError} 404 for an unknown name. */
export function userByUsername(world: World, username: string): User {
  for (const user of world.users.values()) if (user.username === username) return user;
  throw new AppError(
    404,
    'app.user.get_by_username.app_error',
    'Unable to find an existing account matching your username for this team. This team may require an invite from the team owner to join.',
  );
}
