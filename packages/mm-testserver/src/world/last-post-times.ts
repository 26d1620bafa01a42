import type { World } from './world.ts';

/**
 * The server's cache of the time of the last change in each channel.
 *
 * Lists of posts and `since` fill it, and every change of a post clears it. A request with `since` at or after the cached
 * time gets no posts at all. So after an answer that was cut at 1,000 posts, a request from the latest of them gets no
 * posts, although there are more.
 */
export type LastPostTimes = Map<string, { readonly time: number; readonly expiresAt: number }>;

const lifetimeMs = 15 * 60_000;

/** The cached time of a channel; `undefined` when it must be computed from the posts. */
export function cachedLastPostTime(world: World, channelId: string): number | undefined {
  const stuck = world.staleChannels.get(channelId);
  if (stuck !== undefined) return stuck;
  const cached = world.lastPostTimes.get(channelId);
  return cached && cached.expiresAt > world.clock.now() ? cached.time : undefined;
}

/** Caches the time of the last change in a channel. */
export function cacheLastPostTime(world: World, channelId: string, time: number): void {
  world.lastPostTimes.set(channelId, { time, expiresAt: world.clock.now() + lifetimeMs });
}

/** Removes a channel from the cache: a post was written or changed. */
export function forgetLastPostTime(world: World, channelId: string): void {
  world.lastPostTimes.delete(channelId);
}

/** The time of the last change of a post in a channel, deleted posts included; now, when there are no posts. */
export function lastPostTime(world: World, channelId: string): number {
  const cached = cachedLastPostTime(world, channelId);
  if (cached !== undefined) return cached;
  const rows = world.postsOf.get(channelId)?.rows ?? [];
  const latest = rows.reduce((latestSoFar, { update_at }) => Math.max(latestSoFar, update_at), 0);
  const time = latest || world.clock.now();
  cacheLastPostTime(world, channelId, time);
  return time;
}
