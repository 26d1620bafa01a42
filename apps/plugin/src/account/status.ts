import type { InboxStatus } from '@clawmost/mm-inbox';
import type { ChannelGatewayContext } from 'openclaw/plugin-sdk/channel-contract';
import { createAccountStatusSink } from 'openclaw/plugin-sdk/channel-outbound';
import { channelBlockedPatch, channelReadyPatch } from 'openclaw/plugin-sdk/gateway-runtime';

/** Tells the host how an account is doing, in the words of `openclaw channels status`. */
export interface AccountStatus {
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
  readonly running: number;
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
        ? 'catching up (listing channels)'
        : `catching up (${catchUp.done} of ${catchUp.of} channels)`;
    case 'recovering':
      return `recovering since ${new Date(since).toISOString()}`;
    case 'blocked':
      return `blocked: ${why ?? 'unknown'}`;
    default:
      return state;
  }
}

/** Writes the states of an account into the host's snapshot. */
export function createAccountStatus(
  ctx: Pick<ChannelGatewayContext, 'accountId' | 'setStatus'>,
  now: () => number = Date.now,
): AccountStatus {
  const set = createAccountStatusSink(ctx) as (patch: object) => void;
  let connected = false;
  return {
    inbox(status) {
      const { state, lastEventAt, lastGap } = status;
      const activity: AccountActivity = {
        activity: activityOf(status),
        queued: status.queued,
        running: status.running,
        handedOver: status.handedOver,
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
    },
    recovering: why =>
      set({ lifecycle: 'recovering', connected: false, lastError: why, lastDisconnect: { at: now(), error: why } }),
    blocked: why => set({ ...channelBlockedPatch(why, { connected: false }), activity: `blocked: ${why}` }),
    said: () => set({ lastOutboundAt: now() }),
  };
}
