import { AppError } from '../errors.ts';
import {
  type BotUser,
  botById,
  botJson,
  botNotFound,
  createBot,
  greetOwner,
  patchBot,
  setBotActive,
} from '../world/bots.ts';
import { pageOf } from '../world/pages.ts';
import { insist, mayOnSystem } from '../world/permissions.ts';
import { userById } from '../world/users.ts';
import { type Answer, type Call, idParam, pageOfCall } from './call.ts';
import { fieldsOf } from './fields.ts';
import type { Route } from './router.ts';

/** The routes of bot accounts. */
export const botRoutes: readonly Route[] = [
  { method: 'POST', path: '/bots', handle: create },
  { method: 'GET', path: '/bots', handle: list },
  { method: 'GET', path: '/bots/:bot_user_id', handle: get },
  { method: 'PUT', path: '/bots/:bot_user_id', handle: patch },
  { method: 'POST', path: '/bots/:bot_user_id/disable', handle: call => setActive(call, false) },
  { method: 'POST', path: '/bots/:bot_user_id/enable', handle: call => setActive(call, true) },
];

const botFields = { username: 'string', display_name: 'string', description: 'string' } as const;

function create({ world, userId, body }: Call): Answer {
  const { username, display_name, description } = fieldsOf(body, 'bot', botFields);
  insist(mayOnSystem(world, userId, 'create_bot') && !userById(world, userId).bot);
  if (!world.config.EnableBotAccountCreation) {
    throw new AppError(403, 'api.bot.create_disabled', 'This server does not let anybody make bots.');
  }
  const bot = createBot(world, {
    username: username ?? '',
    display_name: display_name ?? '',
    description: description ?? '',
    owner_id: userId,
  });
  greetOwner(world, bot);
  return { status: 201, body: botJson(bot) };
}

function list(call: Call): Answer {
  const { world, userId, query } = call;
  insist(mayOnSystem(world, userId, 'read_others_bots'));
  const bots = [...world.users.values()].filter((user): user is BotUser => user.bot !== undefined);
  const shown = query.get('include_deleted') === 'true' ? bots : bots.filter(({ bot }) => bot.delete_at === 0);
  return { body: pageOf(shown, pageOfCall(call)).map(botJson) };
}

function get(call: Call): Answer {
  const { world, userId, query } = call;
  const bot = botById(world, idParam(call, 'bot_user_id'));
  if (!mayOnSystem(world, userId, 'read_others_bots')) throw botNotFound();
  if (bot.bot.delete_at !== 0 && query.get('include_deleted') !== 'true') throw botNotFound();
  return { body: botJson(bot) };
}

function patch(call: Call): Answer {
  const fields = fieldsOf(call.body, 'bot', botFields);
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return { body: botJson(patchBot(call.world, managedBot(call), Object.fromEntries(given))) };
}

/** The bot of the path. Callers without the permission get the error of an unknown bot. */
function managedBot(call: Call): BotUser {
  const { world, userId } = call;
  const bot = botById(world, idParam(call, 'bot_user_id'));
  if (!mayOnSystem(world, userId, 'manage_others_bots')) throw botNotFound();
  return bot;
}

function setActive(call: Call, active: boolean): Answer {
  return { body: botJson(setBotActive(call.world, managedBot(call).id, active)) };
}
