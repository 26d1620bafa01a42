import { createHash, timingSafeEqual } from 'node:crypto';
import type { ServerCommand } from '../commands/api.ts';

/** A command that a registry has found or made, without its token. */
export interface RegisteredCommand {
  /** The command's id on the server. */
  readonly id: string;
  /** Its team. */
  readonly teamId: string;
  /** What people type, without the `/`. */
  readonly trigger: string;
}

interface Known extends RegisteredCommand {
  readonly tokenHash: Buffer;
}

/** The commands of a registry with their tokens, which only live in memory. */
export class KnownCommands {
  readonly #byId = new Map<string, Known>();

  /** Notes a command with the token that the server has now. */
  set({ id, team_id: teamId, trigger, token }: ServerCommand): void {
    if (token === '') return;
    this.#byId.set(id, { id, teamId, trigger, tokenHash: hash(token) });
  }

  delete(id: string): void {
    this.#byId.delete(id);
  }

  /** All commands, in the order in which they were registered. */
  list(): RegisteredCommand[] {
    return [...this.#byId.values()].map(({ id, teamId, trigger }) => ({ id, teamId, trigger }));
  }

  /** The command of a token. Compares with every token, so that the time does not say how much of one was right. */
  withToken(token: string): RegisteredCommand | undefined {
    const given = hash(token);
    let found: Known | undefined;
    for (const known of this.#byId.values()) if (timingSafeEqual(known.tokenHash, given)) found = known;
    return found && { id: found.id, teamId: found.teamId, trigger: found.trigger };
  }

  /** The command of a team with a trigger. */
  withTrigger(teamId: string, trigger: string): RegisteredCommand | undefined {
    return this.list().find(known => known.teamId === teamId && known.trigger === trigger);
  }
}

/** Hashes have one length, as a comparison in constant time needs it. */
function hash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
