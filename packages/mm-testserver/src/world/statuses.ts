import { publish } from './events.ts';
import type { World } from './world.ts';

/** Whether somebody is there. */
export type Status = 'online' | 'away' | 'dnd' | 'offline';

/** What is known of somebody's presence. */
export interface Presence {
  readonly status: Status;
  /** Chosen by the user: coming and going does not change it. */
  readonly manual: boolean;
  readonly lastActivityAt: number;
}

/** Somebody of whom nothing is known is offline. */
export function statusOf(world: World, userId: string): Status {
  return world.statuses.get(userId)?.status ?? 'offline';
}

/** A presence, as it is shown. */
export function statusJson(world: World, userId: string): Record<string, unknown> {
  const { status = 'offline', manual = false, lastActivityAt = 0 } = world.statuses.get(userId) ?? {};
  return { user_id: userId, status, manual, last_activity_at: lastActivityAt, dnd_end_time: 0 };
}

/** Notes the presence of a user; only the user's own clients are told. */
export function setStatus(world: World, userId: string, status: Status, chosen = false): void {
  const before = world.statuses.get(userId);
  if (before?.manual && !chosen) return;
  const manual = chosen && status !== 'online';
  world.statuses.set(userId, { status, manual, lastActivityAt: world.clock.now() });
  // Going offline is announced even when it changes nothing.
  if (statusBefore(before) === status && status !== 'offline') return;
  publish(world, { event: 'status_change', data: { status, user_id: userId }, to: { user_id: userId } });
}

function statusBefore(presence: Presence | undefined): Status {
  return presence?.status ?? 'offline';
}
