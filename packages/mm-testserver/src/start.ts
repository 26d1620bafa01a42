import { exactClock, orderlyClock } from './clock.ts';
import { insistOnRateLimit, type RateLimitSettings } from './http/rate-limiter.ts';
import { createOutgoing } from './integrations/outgoing.ts';
import type { ManualTime } from './manual-time.ts';
import { type Schedule, timers } from './schedule.ts';
import { serve } from './server.ts';
import { type Mattermost, mattermostHandle } from './story/mattermost.ts';
import { differences, type MattermostVersion } from './versions.ts';
import { defaultConfig, type MattermostConfig } from './world/config.ts';
import { createWorld } from './world/world.ts';

/** How the server is to be. */
export interface MattermostOptions {
  /** Which server to play. @default '6.7' */
  readonly version?: MattermostVersion;
  /** Where to listen on 127.0.0.1; 0 takes any port that is free. @default 0 */
  readonly port?: number;
  /** What the server believes its own address to be, as `SiteURL` tells clients. @default the address it listens at */
  readonly siteUrl?: string;
  /** Settings, by Mattermost's names. @default a new server on which anybody can sign up, and bots be made */
  readonly config?: Partial<MattermostConfig>;
  /** How many requests the server takes; `mattermost.limitRate` changes it. @default any number */
  readonly rateLimit?: RateLimitSettings;
  /**
   * Time that the test moves: for the server's clock and for all its timers. Posts still get different times, each one
   * millisecond after the one before.
   * @default the time of day
   */
  readonly time?: ManualTime;
  /**
   * The server's clock, in milliseconds. Give one to have posts of the same millisecond, as a busy server has.
   * @default the time of day, made a little later where two posts would be equal
   */
  readonly now?: () => number;
  /** From 0 up to 1: where ids come from. @default Math.random */
  readonly random?: () => number;
  /**
   * The server's timers: the time to sign in, pings, silence, delays, how long integrations may take.
   * @default setTimeout, without keeping the process alive
   */
  readonly schedule?: Schedule;
}

/**
 * Starts a Mattermost server within this process: real HTTP and real sockets, and nothing left behind once stopped.
 *
 * @throws {TypeError} for a version that is not known, for two clocks, and for a rate limit that is none.
 */
export async function startMattermost(options: MattermostOptions = {}): Promise<Mattermost> {
  const { version = '6.7', port = 0, siteUrl, config, rateLimit, random = Math.random, time } = options;
  if (!Object.hasOwn(differences.release, version)) {
    const known = Object.keys(differences.release).join(', ');
    throw new TypeError(`version is ${version}; it must be one of ${known}`);
  }
  if (time && (options.now || options.schedule)) {
    throw new TypeError('time is given with now or schedule; leave those out, since time is both');
  }
  insistOnRateLimit(rateLimit ?? {});
  const { schedule = time?.schedule ?? timers } = options;
  const clock = options.now ? exactClock(options.now) : orderlyClock(time?.now);
  const outgoing = createOutgoing(schedule);
  const world = createWorld({ version, config: { ...defaultConfig, ...config }, clock, random, outgoing });
  const server = await serve(world, port, schedule);
  world.siteUrl = siteUrl ?? server.url;
  const mattermost = mattermostHandle(world, server);
  server.limitRate(rateLimit);
  return mattermost;
}
