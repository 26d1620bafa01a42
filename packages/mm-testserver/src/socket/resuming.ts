import { isValidId } from '../ids.ts';
import type { Schedule } from '../schedule.ts';
import type { World } from '../world/world.ts';
import { type Connection, lostConnectionsOf, type Resume } from './connection.ts';

/** What a client asks for in the query of its upgrade request. */
export type ResumeRequest =
  /** A new connection: the query names no connection, or one that the server has forgotten. */
  | { readonly kind: 'fresh' }
  | { readonly kind: 'resume'; readonly resume: Resume }
  /** The query is invalid: the server opens the connection and drops it at once. */
  | { readonly kind: 'drop' };

/**
 * Finds the connection that a client wants to resume.
 *
 * A connection whose loss the server has not noticed cannot be resumed: a client that is too fast gets a new one.
 */
export function resumeRequestOf(world: World, userId: string, query: URLSearchParams): ResumeRequest {
  const id = query.get('connection_id') ?? '';
  const number = query.get('sequence_number') ?? '';
  if (id === '' || userId === '') return { kind: 'fresh' };
  if (!isValidId(id)) return { kind: 'drop' };
  if (number === '' && world.traits.sequenceNumberMandatory) return { kind: 'drop' };
  const before = lostConnectionsOf(world).find(lost => lost.id === id && lost.userId === userId);
  if (!before) return { kind: 'fresh' };
  if (!/^\+?\d+$/.test(number)) return { kind: 'drop' };
  return { kind: 'resume', resume: { before, expected: Number(number) } };
}

const reapMs = 5 * 60_000;

/** Every five minutes, forgets the lost connections that have been inactive for as long. */
export function startReaper(world: World, schedule: Schedule): () => void {
  const isStale = ({ lastActivityAt }: Connection): boolean => world.clock.now() - lastActivityAt > reapMs;
  const reap = (): void => {
    for (const connection of lostConnectionsOf(world)) if (isStale(connection)) world.recipients.delete(connection);
    stop = schedule(reapMs, reap);
  };
  let stop = schedule(reapMs, reap);
  return () => stop();
}
