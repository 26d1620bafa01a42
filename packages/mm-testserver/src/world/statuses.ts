import { publish } from './events.ts';
import type { World } from './world.ts';

/** Whether somebody is there. */
export type Status = 'online' | 'away' | 'dnd' | 'offline';

/** Somebody of whom nothing is known is offline. */
export function statusOf(world: World, userId: string): Status {
  return world.statuses.get(userId) ?? 'offline';
}

/** Notes the presence of a user; only the user's own clients are told. */
export function setStatus(world: World, userId: string, status: Status): void {
  const before = statusOf(world, userId);
  world.statuses.set(userId, status);
  // Going offline is announced even when it changes nothing.
  if (before === status && status !== 'offline') return;
  publish(world, { event: 'status_change', data: { status, user_id: userId }, to: { user_id: userId } });
}
