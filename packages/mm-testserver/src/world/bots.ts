import { AppError } from '../errors.ts';
import { openDirectChannel } from './direct-channels.ts';
import { forgetSessions } from './events.ts';
import { postAsServer } from './post-creation.ts';
import { setStatus } from './statuses.ts';
import { endSessions } from './tokens.ts';
import { announceUser } from './user-json.ts';
import { type BotDetails, createUser, insistOnFreeName, type User } from './users.ts';
import type { World } from './world.ts';

/** The account of a bot. */
export type BotUser = User & { readonly bot: BotDetails };

/** The request for a new bot. */
export interface NewBot {
  readonly username: string;
  readonly display_name: string;
  readonly description: string;
  readonly owner_id: string;
}

/** Creates a bot. */
export function createBot(world: World, input: NewBot): BotUser {
  const { username, display_name, description, owner_id } = input;
  const user = createUser(world, {
    username,
    email: `${username}@localhost`,
    password: '',
    first_name: display_name,
    bot: { description, owner_id },
  });
  if (!isBot(user)) throw botNotFound();
  return user;
}

function isBot(user: User | undefined): user is BotUser {
  return user?.bot !== undefined;
}

/** The server posts a hint from the bot to its owner, so both have a direct channel from the start. */
export function greetOwner(world: World, bot: BotUser): void {
  const channel = openDirectChannel(world, bot.id, bot.bot.owner_id, true);
  postAsServer(world, {
    channel_id: channel.id,
    user_id: bot.id,
    type: 'add_bot_teams_channels',
    message: 'Add me to the teams and channels in which I shall work.',
  });
}

/** @throws {AppError} 404 for an unknown id and for the id of a person. */
export function botById(world: World, id: string): BotUser {
  const user = world.users.get(id);
  if (!isBot(user)) throw botNotFound();
  return user;
}

/** The error for an unknown bot, and for callers who may not see it. */
export function botNotFound(): AppError {
  return new AppError(404, 'store.sql_bot.get.missing.app_error', 'There is no such bot.');
}

/**
 * Disables or enables a bot.
 *
 * Its tokens work again after it is enabled, but a socket that was open while it was disabled stays signed out.
 */
export function setBotActive(world: World, id: string, active: boolean): BotUser {
  const bot = botById(world, id);
  const now = world.clock.now();
  bot.update_at = now;
  bot.delete_at = active ? 0 : now;
  if (!active) {
    endSessions(world, id);
    setStatus(world, id, 'offline');
  }
  forgetSessions(world, id);
  announceUser(world, bot);
  if ((bot.bot.delete_at === 0) !== active) {
    bot.bot.update_at = now;
    bot.bot.delete_at = active ? 0 : now;
  }
  return bot;
}

/** Changes the fields that are given, and sends an event to all users when there is one. */
export function patchBot(world: World, bot: BotUser, patch: Partial<Omit<NewBot, 'owner_id'>>): BotUser {
  const username = patch.username ?? bot.username;
  const first_name = patch.display_name ?? bot.first_name;
  const description = patch.description ?? bot.bot.description;
  if (username === bot.username && first_name === bot.first_name && description === bot.bot.description) return bot;
  insistOnFreeName(world, bot.id, username);
  const now = world.clock.now();
  Object.assign(bot, { username, first_name, email: `${username}@localhost`, update_at: now });
  Object.assign(bot.bot, { description, update_at: now });
  announceUser(world, bot);
  return bot;
}

/** The JSON of a bot. */
export function botJson(user: BotUser): Record<string, unknown> {
  const { username, first_name, bot } = user;
  return {
    user_id: user.id,
    username,
    ...(first_name && { display_name: first_name }),
    ...(bot.description && { description: bot.description }),
    owner_id: bot.owner_id,
    create_at: bot.create_at,
    update_at: bot.update_at,
    delete_at: bot.delete_at,
  };
}
