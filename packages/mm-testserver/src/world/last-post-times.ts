import type { World } from './world.ts';

/**
 * When a channel last changed, as far as the server remembers it.
 *
 * Lists of posts and `since` fill it, and every change of a post empties it. `since` answers nothing at all when the
 * time that is asked for is not before it. So after an answer that was cut at 1,000 posts, asking again from the latest
 * of these answers nothing, although there is more.
 */
export type LastPostTimes = Map<string, { readonly time: number; readonly expiresAt: number }>;

const lifetimeMs = 15 * 60_000;

/** What is remembered of a channel; `undefined` when the posts themselves must be looked at. */
export function rememberedLastPostTime(world: World, channelId: string): number | undefined {
  const stuck = world.staleChannels.get(channelId);
  if (stuck !== undefined) return stuck;
  const remembered = world.lastPostTimes.get(channelId);
  return remembered && remembered.expiresAt > world.clock.now() ? remembered.time : undefined;
}

/** Remembers when a channel last changed. */
export function rememberLastPostTime(world: World, channelId: string, time: number): void {
  world.lastPostTimes.set(channelId, { time, expiresAt: world.clock.now() + lifetimeMs });
}

/** A post of the channel was made or has changed. */
export function forgetLastPostTime(world: World, channelId: string): void {
  world.lastPostTimes.delete(channelId);
}

/** When a post of the channel last changed, deleted ones included; now, when there is none. */
export function lastPostTime(world: World, channelId: string): number {
  const remembered = rememberedLastPostTime(world, channelId);
  if (remembered !== undefined) return remembered;
  const rows = world.postsOf.get(channelId)?.rows ?? [];
  const latest = rows.reduce((latestSoFar, { update_at }) => Math.max(latestSoFar, update_at), 0);
  const time = latest || world.clock.now();
  rememberLastPostTime(world, channelId, time);
  return time;
}
