import { setTimeout as sleepByTimer } from 'node:timers/promises';
import { TargetError } from './errors.ts';
import { hasErrorId, type TargetsRest } from './rest.ts';

/** How a direct channel is opened when the server fails for a while. */
export interface DirectChannelRetry {
  /** How often it is tried again after the first attempt. @default 3 */
  maxRetries?: number | undefined;
  /** The longest pause before the second attempt, in milliseconds; it doubles each time. @default 1_000 */
  initialDelayMs?: number | undefined;
  /** The longest pause at all, in milliseconds. @default 10_000 */
  maxDelayMs?: number | undefined;
  /** How long all attempts and pauses may take together, in milliseconds. @default 30_000 */
  timeoutMs?: number | undefined;
}

/** What tests replace. */
export interface TargetsTesting {
  /** A clock in milliseconds that never goes back. @default performance.now */
  now?: (() => number) | undefined;
  /** Waits; rejects when the signal aborts. @default a timer */
  sleep?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
  /** Spreads the pauses, from 0 to below 1. @default Math.random */
  random?: (() => number) | undefined;
}

/**
 * Opens the direct channel of two users. Rate limits, 5xx and failures of the network are tried again after a random part
 * of the pause, so that many bots do not come back together; after a rate limit, not earlier than the server asks.
 *
 * @throws the last failure, or a TargetError when the server will never open the channel
 */
export async function openDirectChannel(
  rest: TargetsRest,
  users: { readonly me: string; readonly other: string },
  {
    retry: { maxRetries = 3, initialDelayMs = 1_000, maxDelayMs = 10_000, timeoutMs = 30_000 } = {},
    testing: { now = () => performance.now(), sleep = pause, random = Math.random } = {},
    signal,
  }: { readonly retry?: DirectChannelRetry; readonly testing?: TargetsTesting; readonly signal: AbortSignal },
): Promise<string> {
  const deadline = now() + timeoutMs;
  for (let retries = 0; ; retries += 1) {
    try {
      const call = { signal, maxAttempts: 1, timeoutMs: Math.max(1, Math.ceil(deadline - now())) };
      return (await rest.channels.getDirect(users.me, users.other, call)).id;
    } catch (error) {
      signal.throwIfAborted();
      if (isFinal(error)) throw explain(error, users.other);
      const longest = Math.min(maxDelayMs, initialDelayMs * 2 ** retries);
      const delay = Math.max(random() * longest, retryAfterOf(error));
      if (retries >= maxRetries || now() + delay >= deadline) throw error;
      await sleep(delay, signal);
    }
  }
}

/** A 4xx other than 429, from the server or a proxy: the documented behaviour of `dmChannelRetry`. */
function isFinal(error: unknown): boolean {
  const { status } = Object(error) as { status?: unknown };
  return typeof status === 'number' && status >= 400 && status < 500 && status !== 429;
}

function retryAfterOf(error: unknown): number {
  const { retryAfterMs } = Object(error) as { retryAfterMs?: unknown };
  return typeof retryAfterMs === 'number' ? retryAfterMs : 0;
}

function explain(cause: unknown, userId: string): unknown {
  if (hasErrorId(cause, 'api.channel.create_direct_channel.invalid_user.app_error')) {
    return new TargetError('not-found', `There is no user with the id ${userId}.`, { cause });
  }
  if (hasErrorId(cause, 'api.channel.create_channel.direct_channel.team_restricted_error')) {
    const message =
      'The server allows direct messages only within a common team (its setting TeamSettings.RestrictDirectMessage): ' +
      `add the bot to a team of the user ${userId}.`;
    return new TargetError('direct-restricted', message, { cause });
  }
  return cause;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleepByTimer(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
}
