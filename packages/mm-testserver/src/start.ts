import { exactClock, orderlyClock } from './clock.ts';
import { insistOnRateLimit, type RateLimitSettings } from './http/rate-limiter.ts';
import { createOutgoing } from './integrations/outgoing.ts';
import { callOutgoingWebhooks as afterPost } from './integrations/outgoing-webhooks.ts';
import type { ManualTime } from './manual-time.ts';
import { type Schedule, timers } from './schedule.ts';
import { serve } from './server.ts';
import { type Mattermost, mattermostHandle } from './story/mattermost.ts';
import { type MattermostVersion, newestVersion } from './traits.ts';
import { differences } from './versions.ts';
import { defaultConfig, type MattermostConfig } from './world/config.ts';
import { createWorld } from './world/world.ts';

/** The options of `startMattermost`. */
export interface MattermostOptions {
  /** Which version to imitate. @default '11.1' */
  readonly version?: MattermostVersion;
  /** The port on 127.0.0.1; 0 means any free port. @default 0 */
  readonly port?: number;
  /** The public address in the configuration, `SiteURL`. @default the address that the server listens on */
  readonly siteUrl?: string;
  /** Settings, by Mattermost's names. @default those of a new server, with sign-up, bots and access tokens switched on */
  readonly config?: Partial<MattermostConfig>;
  /** Switches the rate limiter on; `mattermost.limitRate` changes it later. @default off */
  readonly rateLimit?: RateLimitSettings;
  /**
   * A time that the test moves, for the server's clock and all its timers. Posts still get increasing times, one
   * millisecond apart.
   * @default the time of day
   */
  readonly time?: ManualTime;
  /**
   * The server's clock, in milliseconds since 1970. With it, posts can have the same `create_at`, as on a busy server.
   * @default the time of day, and a millisecond later where two posts would be equal
   */
  readonly now?: () => number;
  /** Whether the process may end while the server listens, such as after a test that failed before `stop()`. @default false */
  readonly unref?: boolean;
  /** Returns numbers from 0 up to 1, for ids and tokens. @default Math.random */
  readonly random?: () => number;
  /**
   * The server's timers: the deadline to sign in, pings, missing pongs, delays, and the timeout of integrations.
   * @default setTimeout, which does not keep the process alive
   */
  readonly schedule?: Schedule;
}

/**
 * Starts a Mattermost server in this process, with real HTTP and real WebSockets on 127.0.0.1.
 *
 * @throws {TypeError} for an unknown version, for `time` with `now` or `schedule`, and for an invalid rate limit.
 */
export async function startMattermost(options: MattermostOptions = {}): Promise<Mattermost> {
  const { version = newestVersion, port = 0, siteUrl, config, rateLimit, random = Math.random, time, unref } = options;
  if (!Object.hasOwn(differences.release, version)) {
    const known = Object.keys(differences.release).join(', ');
    throw new TypeError(`version is ${version}; it must be one of ${known}`);
  }
  if (time && (options.now || options.schedule)) {
    throw new TypeError('time is given together with now or schedule; leave now and schedule out, time replaces both');
  }
  insistOnRateLimit(rateLimit ?? {});
  const { schedule = time?.schedule ?? timers } = options;
  const clock = options.now ? exactClock(options.now) : orderlyClock(time?.now);
  const outgoing = createOutgoing(schedule);
  const world = createWorld({ version, config: { ...defaultConfig, ...config }, clock, random, outgoing, afterPost });
  const server = await serve(world, port, schedule, unref);
  world.siteUrl = siteUrl ?? server.url;
  const mattermost = mattermostHandle(world, server);
  server.limitRate(rateLimit);
  return mattermost;
}
