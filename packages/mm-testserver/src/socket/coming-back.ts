import { isValidId } from '../ids.ts';
import type { Schedule } from '../schedule.ts';
import type { World } from '../world/world.ts';
import { type ComingBack, type Connection, parkedConnectionsOf } from './connection.ts';

/** What the query of an upgrade request asks for. */
export type Claim =
  /** A new connection: nothing was asked for, or what was asked for is gone. */
  | { readonly kind: 'fresh' }
  | { readonly kind: 'back'; readonly comingBack: ComingBack }
  /** The request makes no sense: the connection is opened and dropped at once. */
  | { readonly kind: 'drop' };

/**
 * Finds the connection to which a client wants to come back.
 *
 * One whose end the server has not noticed yet counts as gone: a client that is too quick gets a new connection.
 */
export function claimOf(world: World, userId: string, query: URLSearchParams): Claim {
  const id = query.get('connection_id') ?? '';
  const number = query.get('sequence_number') ?? '';
  if (id === '' || userId === '') return { kind: 'fresh' };
  if (!isValidId(id)) return { kind: 'drop' };
  if (number === '' && world.traits.sequenceNumberMandatory) return { kind: 'drop' };
  const before = parkedConnectionsOf(world).find(parked => parked.id === id && parked.userId === userId);
  if (!before) return { kind: 'fresh' };
  if (!/^\+?\d+$/.test(number)) return { kind: 'drop' };
  return { kind: 'back', comingBack: { before, expected: Number(number) } };
}

const reapMs = 5 * 60_000;

/** Every five minutes, forgets the connections whose clients are gone and have done nothing for as long. */
export function startReaper(world: World, schedule: Schedule): () => void {
  const isStale = ({ lastActivityAt }: Connection): boolean => world.clock.now() - lastActivityAt > reapMs;
  const reap = (): void => {
    for (const connection of parkedConnectionsOf(world)) if (isStale(connection)) world.recipients.delete(connection);
    stop = schedule(reapMs, reap);
  };
  let stop = schedule(reapMs, reap);
  return () => stop();
}
