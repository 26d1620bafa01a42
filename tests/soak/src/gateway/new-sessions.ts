import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from '../world.ts';

/** How the host says that it gives a session up after several crashes. */
const asksForNew = /to start a replacement session/;

/** What it says to that, and what the agent says when it is asked to greet. */
export const greeting = 'A new session has begun.';
const saidToNew = /^✅ New session started|^A new session has begun\.$/;

/** Whether the bot speaks of sessions, and answers nobody's message. */
export function isAboutSessions(text: string): boolean {
  return asksForNew.test(text) || saidToNew.test(text);
}

/** People read before they write; the host may say it twice. */
const readingMs = 5_000;

/** Has people do what the host asks them to, until the signal aborts: they begin a new session where theirs was given up. */
export async function beginNewSessions(world: World, onBegun: () => void, signal: AbortSignal): Promise<void> {
  const begunAt = new Map<string, number>();
  const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => {});
  while (!signal.aborted) {
    for (const post of world.botPosts()) {
      const place = `${post.channel_id} ${post.root_id}`;
      if (!asksForNew.test(post.message) || post.create_at <= (begunAt.get(place) ?? 0)) continue;
      await pause(readingMs);
      if (signal.aborted) return;
      const command = await world.reply('/new', post);
      begunAt.set(place, command.create_at);
      onBegun();
    }
    await pause(1_000);
  }
}
