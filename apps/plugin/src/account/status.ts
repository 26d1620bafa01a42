import type { InboxStatus } from '@clawmost/mm-inbox';
import type { ChannelGatewayContext } from 'openclaw/plugin-sdk/channel-contract';
import { createAccountStatusSink } from 'openclaw/plugin-sdk/channel-outbound';
import { channelBlockedPatch, channelReadyPatch } from 'openclaw/plugin-sdk/gateway-runtime';

/** Tells the host how an account is doing, in the words of `openclaw channels status`. */
export interface AccountStatus {
  /** Nothing has been heard of the server yet. */
  connecting(): void;
  /** Signed in, or on the way to it, as the inbox tells. */
  inbox(status: InboxStatus): void;
  /** The connection is gone, or was never made; it is being tried again. */
  recovering(why: string): void;
  /** Nothing will happen until somebody changes something; the host does not restart the account by itself. */
  blocked(why: string): void;
  said(): void;
}

/** What `openclaw channels status --json` shows of an account beside the host's own fields. */
export interface AccountActivity {
  /** What the account is doing, such as `catching up (3 of 10 channels)`. */
  readonly activity: string;
  /** Posts that wait for their turn, are being handed over, or are in the hands of the host. */
  readonly queued: number;
  /** Not `running`: by that name the host notes whether the account runs at all. */
  readonly handingOver: number;
  readonly handedOver: number;
  /** Posts that failed too often. */
  readonly deadLetters: number;
  /** Posts that a catch-up left out because of its limits. */
  readonly leftOut: number;
  readonly lastGapAt: number | undefined;
  readonly lastGapReason: string | undefined;
}

/** Puts what the inbox is doing into a few words. */
export function activityOf({ state, catchUp, since, why }: InboxStatus): string {
  switch (state) {
    case 'starting':
      return 'connecting';
    case 'catching-up':
      return catchUp.of === 0
        ? 'signed in, listing what was missed'
        : `catching up (${catchUp.done} of ${catchUp.of} channels)`;
    case 'recovering':
      return recoveringSince(since);
    case 'blocked':
      return `blocked: ${why ?? 'unknown'}`;
    default:
      return state;
  }
}

function recoveringSince(at: number): string {
  return `recovering since ${new Date(at).toISOString()}`;
}

/** Writes the states of an account into the host's snapshot. */
export function createAccountStatus(
  ctx: Pick<ChannelGatewayContext, 'accountId' | 'setStatus'>,
  now: () => number = Date.now,
): AccountStatus {
  const set = createAccountStatusSink(ctx) as (patch: object) => void;
  let connected = false;
  let failingSince: number | undefined;
  let isBlocked = false;
  return {
    connecting: () => set({ activity: 'connecting' }),
    inbox(status) {
      const { state, lastEventAt, lastGap } = status;
      // Why it is blocked is worth more than that it has stopped for that reason.
      if (state === 'stopped' && isBlocked) return;
      const activity: AccountActivity = {
        activity: activityOf(status),
        queued: status.queued,
        handingOver: status.running,
        handedOver: status.released,
        deadLetters: status.dead,
        leftOut: status.leftOut.posts,
        lastGapAt: lastGap?.at,
        lastGapReason: lastGap?.reason,
      };
      const isConnected = state === 'ready' || state === 'catching-up';
      set({
        ...(isConnected && !connected && channelReadyPatch()),
        ...(lastEventAt !== undefined && { lastEventAt, lastInboundAt: lastEventAt }),
        ...activity,
      });
      connected = isConnected;
      if (connected) failingSince = undefined;
    },
    recovering(why) {
      failingSince ??= now();
      set({
        lifecycle: 'recovering',
        connected: false,
        lastError: why,
        lastDisconnect: { at: now(), error: why },
        activity: recoveringSince(failingSince),
      });
    },
    blocked(why) {
      isBlocked = true;
      set({ ...channelBlockedPatch(why, { connected: false }), activity: `blocked: ${why}` });
    },
    said: () => set({ lastOutboundAt: now() }),
  };
}

/** How often the counters are looked at, which change with every post. */
const lookMs = 1_000;

/** Reports what changes without a change of state, such as the time of the last event, until the signal aborts. */
export function reportStatusChanges(
  read: () => InboxStatus,
  report: (status: InboxStatus) => void,
  signal: AbortSignal,
): void {
  let reported = '';
  const timer = setInterval(() => {
    const status = read();
    const now = JSON.stringify(status);
    if (now !== reported) report(status);
    reported = now;
  }, lookMs);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
