/** A command that a registry has made. It has no token: the server is asked for that. */
export interface OwnedCommand {
  /** The command's id on the server. */
  readonly id: string;
  /** Its team. */
  readonly teamId: string;
  /** Its trigger. */
  readonly trigger: string;
}

/** Remembers which commands a registry has made, across restarts. It holds nothing secret. */
export interface OwnedCommandStore {
  /** All commands. */
  list(): Promise<readonly OwnedCommand[]>;
  /** Writes a command, in place of an earlier one with the same id. */
  put(command: OwnedCommand): Promise<void>;
  /** Forgets a command; does nothing when there is none with the id. */
  delete(id: string): Promise<void>;
}

/** Makes a store that forgets everything with the process. Commands are then recognised by their user and their address. */
export function createMemoryStore(): OwnedCommandStore {
  const commands = new Map<string, OwnedCommand>();
  return {
    list: async () => [...commands.values()],
    put: async command => void commands.set(command.id, command),
    delete: async id => void commands.delete(id),
  };
}
