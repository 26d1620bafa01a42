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
  /**
   * Lets nothing pass in either direction, as a network does that has gone away: the client is told nothing, and the
   * server goes on writing into its buffers until it gives up.
   */
  freeze(): void;
  /** Lets everything pass again: what was written meanwhile arrives, and a connection that was given up ends. */
  thaw(): void;
}

/** All of them, oldest first. */
export function socketsOf(world: World): ConnectedSocket[] {
  return connectionsOf(world).map(connection => ({
    connectionId: connection.id,
    userId: connection.userId,
    username: userById(world, connection.userId).username,
    cut: () => connection.cut(),
    freeze: () => connection.freeze(),
    thaw: () => connection.thaw(),
  }));
}
