import { connectionsOf } from '../socket/connection.ts';
import { userById } from '../world/users.ts';
import type { World } from '../world/world.ts';

/** A WebSocket that is signed in. */
export interface ConnectedSocket {
  /** The `connection_id` of its `hello`. */
  readonly connectionId: string;
  /** The account that is signed in. */
  readonly userId: string;
  /** The account's name, without `@`. */
  readonly username: string;
  /** Drops the connection without a close frame, like a broken network: the client sees code 1006. */
  cut(): void;
  /**
   * Stops all bytes in both directions, like a network that silently fails. The client learns nothing; the server fills
   * its buffers until it gives up.
   */
  freeze(): void;
  /** Lets the bytes pass again, those held back first; a connection that the server gave up meanwhile closes. */
  thaw(): void;
}

/** Every signed-in socket of the server, oldest first. */
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
