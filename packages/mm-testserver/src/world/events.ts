import { isSystemAdmin } from './permissions.ts';
import type { World } from './world.ts';

/** To whom an event goes; empty strings mean no restriction, and the first that is set decides. */
export interface Broadcast {
  readonly omit_users: Readonly<Record<string, true>> | null;
  readonly user_id: string;
  readonly channel_id: string;
  readonly team_id: string;
}

/** Something that happened, before it has a place in a connection's sequence. */
export interface WorldEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly broadcast: Broadcast;
}

/** One who gets events: a socket that is signed in, or a person of the story. */
export interface Recipient {
  readonly userId: string;
  /** Whether events may still be delivered. */
  signedIn(): boolean;
  receive(event: WorldEvent): void;
  /** The user has changed: whether the token still counts must be looked up again. */
  forgetSession(): void;
  /** The account did something with this token that counts as activity. */
  noteActivity(token: string): void;
}

/** An event to publish: where it goes, and what differs between those who get it. */
export interface Announcement {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly to: Partial<Broadcast>;
  /** Only system administrators get it, or only the others: some events come in two versions. */
  readonly among?: 'admins' | 'others';
  /** What this one sees, where that is not the same for all. */
  readonly dataFor?: (userId: string) => Readonly<Record<string, unknown>>;
}

/** Delivers an event to everybody whom it concerns. */
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

/** Notes that somebody wrote or read something: a connection whose client is gone afterwards is remembered longer. */
export function noteActivity(world: World, token: string): void {
  for (const recipient of world.recipients) recipient.noteActivity(token);
}

/** Tells the connections of a user that the account has changed. */
export function forgetSessions(world: World, userId: string): void {
  for (const recipient of world.recipients) if (recipient.userId === userId) recipient.forgetSession();
}
