import type { ChannelGatewayContext } from 'openclaw/plugin-sdk/channel-contract';
import { createAccountStatusSink } from 'openclaw/plugin-sdk/channel-outbound';
import { channelBlockedPatch, channelReadyPatch } from 'openclaw/plugin-sdk/gateway-runtime';

/** Tells the host how an account is doing, in the words of `openclaw channels status`. */
export interface AccountStatus {
  ready(): void;
  /** The connection is gone, or was never made; it is being tried again. */
  recovering(why: string): void;
  /** Nothing will happen until somebody changes something; the host does not restart the account by itself. */
  blocked(why: string): void;
  heard(): void;
  said(): void;
}

/** Writes the states of an account into the host's snapshot. */
export function createAccountStatus(
  ctx: Pick<ChannelGatewayContext, 'accountId' | 'setStatus'>,
  now: () => number = Date.now,
): AccountStatus {
  const set = createAccountStatusSink(ctx);
  return {
    ready: () => set(channelReadyPatch()),
    recovering: why =>
      set({ lifecycle: 'recovering', connected: false, lastError: why, lastDisconnect: { at: now(), error: why } }),
    blocked: why => set(channelBlockedPatch(why, { connected: false })),
    heard: () => set({ lastInboundAt: now(), lastEventAt: now() }),
    said: () => set({ lastOutboundAt: now() }),
  };
}
