import { isSystemAdmin } from './permissions.ts';
import type { World } from './world.ts';

/** The receivers of an event; an empty string is no restriction, and the first that is set decides. */
export interface Broadcast {
  readonly omit_users: Readonly<Record<string, true>> | null;
  readonly user_id: string;
  readonly channel_id: string;
  readonly team_id: string;
  /** This version of the event shows less than the one for administrators. */
  readonly contains_sanitized_data?: true;
  /** This version of the event is for administrators. */
  readonly contains_sensitive_data?: true;
}

/** An event, before a connection numbers it. */
export interface WorldEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly broadcast: Broadcast;
}

/** A receiver of events: a signed-in socket, or the screen of a person. */
export interface Recipient {
  readonly userId: string;
  /** Whether it may still get events. */
  signedIn(): boolean;
  receive(event: WorldEvent): void;
  /** Call this after the account has changed: the token must be checked again. */
  forgetSession(): void;
  /** Call this after the account has written or read something with this token. */
  noteActivity(token: string): void;
}

/** An event to publish. */
export interface Announcement {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly to: Partial<Broadcast>;
  /** Only for system administrators, or only for all others: some events have two versions. */
  readonly among?: 'admins' | 'others';
  /** The data for one user, when it differs between users. */
  readonly dataFor?: (userId: string) => Readonly<Record<string, unknown>>;
}

/** Delivers an event to its receivers. */
export function publish(world: World, { event, data, to, among, dataFor }: Announcement): void {
  const broadcast: Broadcast = { omit_users: null, user_id: '', channel_id: '', team_id: '', ...to };
  for (const recipient of world.recipients) {
    const { userId } = recipient;
    if (!recipient.signedIn()) continue;
    if (among && (among === 'admins') !== isSystemAdmin(world, userId)) continue;
    if (!concerns(world, broadcast, userId)) continue;
    recipient.receive({ event, data: dataFor ? dataFor(userId) : data, broadcast });
  }
}

function concerns(world: World, broadcast: Broadcast, userId: string): boolean {
  if (broadcast.user_id) return broadcast.user_id === userId;
  if (broadcast.omit_users?.[userId]) return false;
  if (broadcast.channel_id) return world.channelMembers.get(broadcast.channel_id)?.has(userId) ?? false;
  if (broadcast.team_id) return world.teamMembers.get(broadcast.team_id)?.get(userId)?.delete_at === 0;
  return true;
}

/** Records that a user wrote or read something, so that the server keeps a lost connection of this token longer. */
export function noteActivity(world: World, token: string): void {
  for (const recipient of world.recipients) recipient.noteActivity(token);
}

/** Makes the connections of a user check their token again. */
export function forgetSessions(world: World, userId: string): void {
  for (const recipient of world.recipients) if (recipient.userId === userId) recipient.forgetSession();
}
