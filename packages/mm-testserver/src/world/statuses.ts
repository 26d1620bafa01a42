import { publish } from './events.ts';
import type { World } from './world.ts';

/** The status of a user, by Mattermost's names. */
export type Status = 'online' | 'away' | 'dnd' | 'offline';

/** The saved status of a user. */
export interface Presence {
  readonly status: Status;
  /** The user set it: connecting and disconnecting does not change it. */
  readonly manual: boolean;
  readonly lastActivityAt: number;
}

/** The status of a user; `offline` by default. */
export function statusOf(world: World, userId: string): Status {
  return world.statuses.get(userId)?.status ?? 'offline';
}

/** The JSON of a status. */
export function statusJson(world: World, userId: string): Record<string, unknown> {
  const { status = 'offline', manual = false, lastActivityAt = 0 } = world.statuses.get(userId) ?? {};
  return { user_id: userId, status, manual, last_activity_at: lastActivityAt, dnd_end_time: 0 };
}

/** Sets the status of a user; only the user's own clients get the event. */
export function setStatus(world: World, userId: string, status: Status, chosen = false): void {
  const before = world.statuses.get(userId);
  if (before?.manual && !chosen) return;
  const manual = chosen && status !== 'online';
  // Who becomes away or dnd need not have done anything.
  const isActive = status === 'online' || status === 'offline';
  const lastActivityAt = isActive ? world.clock.now() : (before?.lastActivityAt ?? 0);
  world.statuses.set(userId, { status, manual, lastActivityAt });
  // The server publishes `offline` even when it is no change.
  if (statusBefore(before) === status && status !== 'offline') return;
  publish(world, { event: 'status_change', data: { status, user_id: userId }, to: { user_id: userId } });
}

function statusBefore(presence: Presence | undefined): Status {
  return presence?.status ?? 'offline';
}
