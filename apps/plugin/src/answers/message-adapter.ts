import type { ChannelPlugin, OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { createChannelMessageAdapterFromOutbound } from 'openclaw/plugin-sdk/channel-outbound';

type MessageAdapter = NonNullable<ChannelPlugin['message']>;

/**
 * How OpenClaw sends what it keeps in its own queue, such as the messages of cron jobs: through the same function as
 * everything else, and with a way to ask, after a crash, whether a message was posted.
 */
export function createMessageAdapter(
  outbound: Parameters<typeof createChannelMessageAdapterFromOutbound<OpenClawConfig>>[0]['outbound'],
): MessageAdapter {
  const { send } = createChannelMessageAdapterFromOutbound({ id: 'mattermost', outbound });
  return {
    id: 'mattermost',
    send,
    durableFinal: {
      capabilities: {
        ...{ text: true, media: true, payload: true, thread: true, replyTo: true },
        ...{ messageSendingHooks: true, reconcileUnknownSend: true },
      },
      automaticUnknownSendReconciliation: true,
      reconcileUnknownSendKinds: { text: true, media: true, payload: true },
      reconcileUnknownSend: async send => (await import('./reconcile.ts')).reconcileUnknownSend(send),
    },
  } as MessageAdapter;
}
