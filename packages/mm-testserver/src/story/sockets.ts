import { connectionsOf } from '../socket/connection.ts';
import { userById } from '../world/users.ts';
import type { World } from '../world/world.ts';

/** A socket that is signed in. */
export interface ConnectedSocket {
  /** As `hello` named it. */
  readonly connectionId: string;
  /** Whose it is. */
  readonly userId: string;
  /** The name of that account. */
  readonly username: string;
  /** Drops the connection as a broken network does: without a close frame, so that the client sees 1006. */
  cut(): void;
}

/** All of them, oldest first. */
export function socketsOf(world: World): ConnectedSocket[] {
  return connectionsOf(world).map(connection => ({
    connectionId: connection.id,
    userId: connection.userId,
    username: userById(world, connection.userId).username,
    cut: () => connection.cut(),
  }));
}
