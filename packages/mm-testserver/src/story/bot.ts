import { createBot, setBotActive } from '../world/bots.ts';
import { createAccessToken } from '../world/tokens.ts';
import type { World } from '../world/world.ts';
import type { Account } from './account.ts';
import { type ConnectedSocket, socketsOf } from './sockets.ts';

/** A bot account, for the program under test. */
export interface Bot extends Account {
  /** The signed-in sockets of the bot, oldest first. */
  readonly sockets: readonly ConnectedSocket[];
  /** Disables the bot: its token is refused, and its open sockets get no more events. */
  disable(): void;
  /** Enables the bot: its token works again. A socket that was open while it was disabled stays signed out. */
  enable(): void;
}

/** Creates a bot with an access token. */
export function makeBot(world: World, username: string, ownerId: string): Bot {
  const bot = createBot(world, { username, display_name: username, description: '', owner_id: ownerId });
  const { id } = bot;
  const { token } = createAccessToken(world, id, 'made by the story');
  return {
    id,
    username: bot.username,
    token,
    get sockets() {
      return socketsOf(world).filter(({ userId }) => userId === id);
    },
    disable: () => void setBotActive(world, id, false),
    enable: () => void setBotActive(world, id, true),
  };
}
