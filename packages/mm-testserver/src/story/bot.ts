import { createBot, setBotActive } from '../world/bots.ts';
import { createAccessToken } from '../world/tokens.ts';
import type { World } from '../world/world.ts';
import type { Somebody } from './channel.ts';
import { type ConnectedSocket, socketsOf } from './sockets.ts';

/** An account for the program under test. */
export interface Bot extends Somebody {
  /** The sockets with which the bot is signed in, oldest first. */
  readonly sockets: readonly ConnectedSocket[];
  /** Disables the bot: its token stops working, and its sockets stay open and silent. */
  disable(): void;
  /** Enables the bot: its token works again; a socket that was open meanwhile stays signed out. */
  enable(): void;
}

/** Makes a bot with an access token. */
export function makeBot(world: World, username: string, ownerId: string): Bot {
  const made = createBot(world, { username, display_name: username, description: '', owner_id: ownerId });
  const { id } = made;
  const { token } = createAccessToken(world, id, 'made by the story');
  return {
    id,
    username: made.username,
    token,
    get sockets() {
      return socketsOf(world).filter(({ userId }) => userId === id);
    },
    disable: () => void setBotActive(world, id, false),
    enable: () => void setBotActive(world, id, true),
  };
}
