import type { ChannelPlugin, OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { createChannelMessageAdapterFromOutbound } from 'openclaw/plugin-sdk/channel-outbound';

type MessageAdapter = NonNullable<ChannelPlugin['message']>;

/**
 * How the host sends the answers that it keeps in its own queue: through the same function as everything else, and with
 * a way to ask, after a crash, whether an answer stands.
 */
export function createMessageAdapter(
  outbound: Parameters<typeof createChannelMessageAdapterFromOutbound<OpenClawConfig>>[0]['outbound'],
): MessageAdapter {
  const { send } = createChannelMessageAdapterFromOutbound({ id: 'mattermost', outbound });
  return {
    id: 'mattermost',
    send,
    durableFinal: {
      capabilities: { text: true, thread: true, replyTo: true, messageSendingHooks: true, reconcileUnknownSend: true },
      automaticUnknownSendReconciliation: true,
      reconcileUnknownSendKinds: { text: true },
      reconcileUnknownSend: async send => (await import('./reconcile.ts')).reconcileUnknownSend(send),
    },
  } as MessageAdapter;
}
